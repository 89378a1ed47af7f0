import Foundation
import SluiceIO
import TestSupport
import Testing

struct JSONWriterTests {
  @Test func stringsReadBackAsTheyWere() throws {
    for text in ["", "plain", "a\"b\\c/d", "\u{0}\u{1}\u{1f}\u{7f}", "tab\tline\nreturn\r", "é中😀"] {
      let buffer = ByteBuffer()
      buffer.appendJSONString(text)
      let read = try JSONDecoder().decode([String].self, from: Data([91] + Array(buffer.bytes) + [93]))
      #expect(read == [text])
    }
  }

  @Test(arguments: [(0, "0.0000"), (1, "0.0001"), (9999, "0.9999"), (10_000, "1.0000"), (50_000, "5.0000")])
  func tenThousandthsAlwaysHaveAFraction(_ parts: Int, _ expected: String) {
    let buffer = ByteBuffer()
    buffer.append(tenThousandths: parts)
    #expect(String(decoding: buffer.bytes, as: UTF8.self) == expected)
  }

  @Test(arguments: [0, 7, -1, 1_234_567, Int.max, Int.min])
  func integersAreTheirDigits(_ number: Int) {
    let buffer = ByteBuffer()
    buffer.append(number)
    #expect(String(decoding: buffer.bytes, as: UTF8.self) == String(number))
  }

  @Test func base64IsFoundations() {
    var generator = SeededGenerator(seed: 2)
    for length in 0..<100 {
      let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let buffer = ByteBuffer()
      bytes.withUnsafeBufferPointer { buffer.appendBase64($0) }
      #expect(String(decoding: buffer.bytes, as: UTF8.self) == Data(bytes).base64EncodedString())
    }
  }
}

import SluiceClassifier
import Testing

struct HostileModelFileTests {
  /// A file with this header and `data` zero bytes after it.
  static func file(_ header: String, data: Int = 0) -> [UInt8] {
    var bytes = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) }
    bytes += Array(header.utf8)
    return bytes + [UInt8](repeating: 0, count: data)
  }

  static func tensor(_ begin: Int, _ end: Int, shape: String = "[4]", type: String = "U8") -> String {
    "{\"dtype\":\"\(type)\",\"shape\":\(shape),\"data_offsets\":[\(begin),\(end)]}"
  }

  static let cases: [(header: String, data: Int, says: String)] = [
    ("{}", 1, "bytes are declared"),
    ("{\"a\":\(tensor(0, 4))}", 3, "bytes are declared"),
    ("{\"a\":\(tensor(0, 4))}", 5, "bytes are declared"),
    ("{\"a\":\(tensor(1, 5))}", 5, "leaves a gap"),
    ("{\"a\":\(tensor(0, 4)),\"b\":\(tensor(2, 6))}", 6, "overlaps"),
    ("{\"a\":\(tensor(0, 4)),\"a\":\(tensor(4, 8))}", 8, "there twice"),
    ("{\"a\":\(tensor(4, 0))}", 4, "ends before it begins"),
    ("{\"a\":\(tensor(0, 4, shape: "[5]"))}", 4, "needs 5 bytes"),
    ("{\"a\":\(tensor(0, 4, shape: "[4294967296,4294967296]"))}", 4, "beyond 64 bits"),
    ("{\"a\":\(tensor(0, 4, shape: "[99999999999999999999]"))}", 4, "beyond 64 bits"),
    ("{\"a\":\(tensor(0, 4, shape: "[-4]"))}", 4, "non-negative integer"),
    ("{\"a\":\(tensor(0, 4, shape: "[4.0]"))}", 4, "is expected"),
    ("{\"a\":\(tensor(0, 4, shape: "[04]"))}", 4, "non-negative integer"),
    ("{\"a\":\(tensor(0, 4, shape: "[1,1,1,1,1,1,1,1,4]"))}", 4, "more than 8"),
    ("{\"a\":\(tensor(0, 4, type: "U9"))}", 4, "unknown type"),
    ("{\"a\":{\"dtype\":\"U8\",\"shape\":[4]}}", 4, "lacks"),
    ("{\"a\":{\"dtype\":\"U8\",\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}}", 4, "repeated field"),
    ("{\"\":\(tensor(0, 4))}", 4, "no name"),
    ("{\"__metadata__\":{\"k\":1}}", 0, "is expected"),
    ("{\"__metadata__\":{\"k\":\"v\",\"k\":\"w\"}}", 0, "there twice"),
    ("{\"__metadata__\":{\"k\":\"\\ud800\"}}", 0, "surrogate"),
    ("{\"__metadata__\":{\"k\":\"\\x\"}}", 0, "unknown escape"),
    ("{\"a\":[[[[[[[[[[", 0, "is expected"),
    ("{\"a", 0, "does not end"),
    ("{} {}", 0, "more after"),
    ("{\"a\":\(tensor(0, 9_223_372_036_854_775_807, shape: "[9223372036854775807]"))}", 0, "bytes are declared"),
  ]

  @Test(arguments: cases) func brokenHeadersAreRefused(_ broken: (header: String, data: Int, says: String)) {
    #expect { try ModelFile(bytes: Self.file(broken.header, data: broken.data), path: "m") } throws: { error in
      let text = "\(error)"
      return error is ModelFileError && text.contains(broken.says) && text.hasPrefix("model file m")
    }
  }

  @Test func textThatIsNotUTF8IsRefused() {
    var bytes = Self.file("{\"__metadata__\":{\"k\":\"?\"}}")
    bytes[bytes.count - 4] = 0xFF
    #expect { try ModelFile(bytes: bytes) } throws: { "\($0)".contains("not UTF-8") }
  }

  @Test func enormousHeadersAreRefusedBeforeTheyAreRead() {
    for length in [UInt64(1) << 20 + 1, UInt64.max, UInt64(Int64.max)] {
      let bytes = withUnsafeBytes(of: length.littleEndian) { Array($0) } + Array("{}".utf8)
      #expect { try ModelFile(bytes: bytes) } throws: { "\($0)".contains("more than the limit") }
    }
  }

  @Test func everyTruncationIsRefused() {
    let whole = ModelFileTests.example().bytes()
    for count in 0..<whole.count {
      #expect(throws: ModelFileError.self) { try ModelFile(bytes: Array(whole[..<count])) }
    }
  }

  @Test func noFlippedByteCrashes() {
    let whole = ModelFileTests.example().bytes()
    for position in whole.indices {
      for flip in [UInt8(1), 0x20, 0x80, 0xFF] {
        var damaged = whole
        damaged[position] ^= flip
        guard let file = try? ModelFile(bytes: damaged) else { continue }
        for tensor in file.tensors { _ = try? file.tensor(tensor.name, of: Float.self).unsafeBuffer.reduce(0, +) }
      }
    }
  }

  @Test func namesInErrorsAreFitForATerminal() {
    let header = "{\"\\u001b[31m\(String(repeating: "x", count: 500))\":{}}"
    #expect { try ModelFile(bytes: Self.file(header)) } throws: { error in
      let text = "\(error)"
      return !text.unicodeScalars.contains("\u{1B}") && text.utf8.count < 400
    }
  }
}

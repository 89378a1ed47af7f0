import SluiceCore
import Testing

/// Promise: a file name is bytes, and no two names have the same text.
struct FileSystemTextTests {
  @Test(arguments: [
    ("caf\u{E9}", Array("caf\u{E9}".utf8)), ("caf\u{10FFE9}", Array("caf".utf8) + [0xE9]),
    ("\u{10FFF4}\u{10FF8F}\u{10FFBF}\u{10FFA9}", [0xF4, 0x8F, 0xBF, 0xA9]), ("", []),
    ("\u{10FFC3}a", [0xC3, 0x61]), ("\u{10FFED}\u{10FFA0}\u{10FF80}", [0xED, 0xA0, 0x80]),
    ("\u{10FF7F}", [0xF4, 0x8F, 0xBD, 0xBF]),
  ])
  func aByteThatIsNotUTF8IsOneScalar(_ text: String, _ bytes: [UInt8]) {
    #expect(Name(String(fileSystemBytes: bytes)) == Name(text))
    #expect(text.fileSystemBytes == bytes)
  }

  @Test func everyNameComesBackAndNoTwoAreOne() {
    var generator = SplitMix64(seed: 7)
    let pieces: [[UInt8]] = [
      [0x61], [0xC3], [0xA9], [0xC3, 0xA9], [0xF4, 0x8F, 0xBF, 0xA9], [0xF4, 0x8F], [0xBF], [0xE2, 0x84, 0xAA], [0xFF],
    ]
    var texts: [[UInt8]: Name] = [:]
    for _ in 0..<5000 {
      let bytes = (0..<Int(generator.next() % 6)).flatMap { _ in pieces[Int(generator.next() % UInt64(pieces.count))] }
      let text = String(fileSystemBytes: bytes)
      #expect(text.fileSystemBytes == bytes)
      texts[bytes] = Name(text)
    }
    #expect(Set(texts.values).count == texts.count)
  }
}

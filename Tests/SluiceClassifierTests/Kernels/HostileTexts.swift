import SluiceCore

/// Texts that try every way through the kernels: random bytes, obfuscated words, UTF-8 broken anywhere, long runs, and
/// sizes around those the kernels work in.
enum HostileTexts {
  static let longest = 3000

  private static let sizes = [
    0, 1, 2, 15, 16, 17, 63, 64, 65, 79, 80, 81, 127, 128, 129, 143, 144, 145, 255, 256, 703, 704, 705, 1407, 1408,
    2113,
  ]

  private static let pieces: [[UInt8]] =
    [
      "a", "I ", "and ", "Übung ", "w0rd", "f*ol ", "&#101; ", "&amp;", "— ", "\u{201C}x\u{201D} ", "i d i o t ",
      "i.d-i_o t", "\n", "$$", "@me ", "12", "2nd ", "1234567890", "====", "don't ", "YELL ", "x@y.z", "!", "*", "A",
      "\u{AD}", "\u{200B}", "\u{43E}", "😀", "ｗｏｒｄ", "  ", "-", "the ", "a!b", "a!!b", "!abc", "h4te",
    ].map { Array($0.utf8) } + [[0xE2, 0x80], [0xC2], [0xF0, 0x9F], [0x80], [0xFF], [0], [0x7F]]

  /// A text for a seed; every few seeds are of one kind.
  static func text(_ seed: UInt64) -> [UInt8] {
    var random = SplitMix64(seed: seed)
    let size =
      seed % 3 == 0
      ? sizes[Int(seed / 3) % sizes.count] : Int.random(in: 0...(seed % 5 == 0 ? longest : 400), using: &random)
    var text: [UInt8] = []
    while text.count < size {
      switch seed % 4 {
      case 0: text.append(UInt8.random(in: .min ... .max, using: &random))
      case 1 where Int.random(in: 0..<3, using: &random) == 0:
        let byte = Array("aZ0=*! \u{E9}".utf8).randomElement(using: &random)!
        text += Array(repeating: byte, count: Int.random(in: 1...200, using: &random))
      default:
        text += pieces.randomElement(using: &random)!
        if seed % 4 == 3, Int.random(in: 0..<12, using: &random) == 0 {
          text[text.count - 1] = UInt8.random(in: .min ... .max, using: &random)
        }
      }
    }
    return Array(text.prefix(size))
  }
}

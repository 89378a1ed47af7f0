/// How the term matcher sees characters: which belong to words, which vanish, and which letters
/// count as the same.
///
/// Always: letters differ in case only by table for Latin, Greek, Cyrillic and Armenian and
/// full-width Latin; invisible characters (zero-width space and joiners, soft hyphen, directional
/// marks) are skipped. With look-alikes folded, accents are dropped, Greek and Cyrillic letters that
/// look Latin become Latin, full-width and mathematical letters become plain, and in words that contain
/// a letter the digits 0 1 3 4 5 7 become o i e a s t.
struct CharacterFolding: Sendable {
  static let separator: UInt32 = 0
  static let ignored: UInt32 = 1

  /// The answer for scalars below `tableEnd`.
  private let table: [UInt16]
  private static let tableEnd: UInt32 = 0x590
  private let foldsLookalikes: Bool

  init(lookalikes: Bool) {
    foldsLookalikes = lookalikes
    var table = [UInt16](repeating: 0, count: Int(Self.tableEnd))
    for value in 0..<Self.tableEnd where !Self.isSeparator(value) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      table[Int(value)] = UInt16(scalar.properties.lowercaseMapping.unicodeScalars.first!.value)
    }
    table[0xAD] = UInt16(Self.ignored)
    if lookalikes {
      for value in 0x300..<0x370 { table[value] = UInt16(Self.ignored) }
      for (plain, others) in Self.lookalikes {
        for other in others.unicodeScalars {
          for value in 0..<table.count where UInt32(table[value]) == other.value {
            table[value] = UInt16(plain.value)
          }
        }
      }
    }
    self.table = table
  }

  /// The folding without a reference to count, for inner loops to pass around.
  struct View {
    /// Points at `tableEnd` entries, valid during `withView`.
    fileprivate let table: UnsafePointer<UInt16>
    let foldsLookalikes: Bool

    /// A word's character in its folded form, or `separator` or `ignored`.
    @inline(__always)
    func fold(_ scalar: UInt32) -> UInt32 {
      scalar < CharacterFolding.tableEnd
        ? UInt32(table[Int(scalar)]) : CharacterFolding.foldRare(scalar, lookalikes: foldsLookalikes)
    }
  }

  @inline(__always)
  func withView<R>(_ body: (View) throws -> R) rethrows -> R {
    try table.withUnsafeBufferPointer { try body(View(table: $0.baseAddress!, foldsLookalikes: foldsLookalikes)) }
  }

  /// The letter that a digit imitates in look-alike spelling; the digit itself if there is none.
  @inline(__always)
  static func letter(forDigit folded: UInt32) -> UInt32 {
    switch folded {
    case 0x30: 0x6F
    case 0x31: 0x69
    case 0x33: 0x65
    case 0x34: 0x61
    case 0x35: 0x73
    case 0x37: 0x74
    default: folded
    }
  }

  @inline(__always)
  static func isDigit(_ folded: UInt32) -> Bool { folded &- 0x30 < 10 }

  fileprivate static func foldRare(_ scalar: UInt32, lookalikes: Bool) -> UInt32 {
    switch scalar {
    case 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064, 0xFE00...0xFE0F, 0xFEFF: return ignored
    case 0x2000...0x206F, 0x3000...0x3003, 0x3008...0x3011, 0x3014...0x301F, 0xFF00...0xFF0F, 0xFF1A...0xFF20,
      0xFF3B...0xFF40, 0xFF5B...0xFF65:
      return separator
    case 0xFF21...0xFF3A: return lookalikes ? scalar - 0xFF21 + 0x61 : scalar + 0x20
    case 0xFF41...0xFF5A where lookalikes: return scalar - 0xFF41 + 0x61
    case 0xFF10...0xFF19 where lookalikes: return scalar - 0xFF10 + 0x30
    case 0x24B6...0x24CF: return lookalikes ? scalar - 0x24B6 + 0x61 : scalar + 26
    case 0x24D0...0x24E9 where lookalikes: return scalar - 0x24D0 + 0x61
    // Mathematical alphabets: blocks of 26 capitals and 26 small letters, then digits.
    case 0x1D400...0x1D6A3 where lookalikes: return (scalar - 0x1D400) % 26 + 0x61
    case 0x1D7CE...0x1D7FF where lookalikes: return (scalar - 0x1D7CE) % 10 + 0x30
    default: return scalar
    }
  }

  private static func isSeparator(_ value: UInt32) -> Bool {
    switch value {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0xAA, 0xB5, 0xBA: false
    case 0..<0xC0, 0xD7, 0xF7, 0x37E, 0x387, 0x55A...0x55F, 0x589, 0x58A: true
    default: false
    }
  }

  /// Lower-case letters that look like, or are an accented form of, a plain Latin one.
  private static let lookalikes: [(Unicode.Scalar, String)] = [
    ("a", "àáâãäåāăąǎаαª"), ("b", "ЬƀвβЬь"), ("c", "çćĉċčсϲ"), ("d", "ďđԁ"), ("e", "èéêëēĕėęěеєεё"), ("f", "ƒ"),
    ("g", "ĝğġģԍ"), ("h", "ĥħһ"), ("i", "ìíîïĩīĭįıіїι"), ("j", "ĵј"), ("k", "ķĸкκ"), ("l", "ĺļľŀłӏ"), ("m", "м"),
    ("n", "ñńņňŉŋηп"), ("o", "òóôõöøōŏőоοσº"), ("p", "рρ"), ("q", "ԛ"), ("r", "ŕŗřг"), ("s", "śŝşšſѕ"),
    ("t", "ţťŧтτ"), ("u", "ùúûüũūŭůűųυս"), ("v", "νѵ"), ("w", "ŵԝω"), ("x", "хχ"), ("y", "ýÿŷуγ"), ("z", "źżž"),
  ]
}

/// What a scalar beyond ASCII stands for in a word.
enum FoldedScalar {
  /// An ASCII letter or digit in other clothes: accented, full-width, mathematical, circled.
  case same(UInt8)
  /// A letter of another script that looks like an ASCII letter.
  case confusable(UInt8)
  /// A letter of another script.
  case foreign
  /// Shows nothing: zero-width, combining, soft hyphen, variation selector.
  case invisible
  case apostrophe
  /// Space, punctuation, emoji, anything else.
  case other
}

/// Folds scalars to what a reader sees.
enum ScalarFolding {
  static func fold(_ scalar: UInt32) -> FoldedScalar {
    switch scalar {
    case 0xAD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180E, 0x200B...0x200F, 0x202A...0x202E,
      0x2060...0x206F, 0x3164, 0xFE00...0xFE0F, 0xFEFF, 0xFFA0, 0xE0000...0xE0FFF:
      return .invisible
    case 0x0300...0x036F, 0x0483...0x0489, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE20...0xFE2F:
      return .invisible
    case 0x2018, 0x2019, 0x201B, 0x02BC, 0x02B9, 0xFF07: return .apostrophe
    case 0xC0...0x24F: return latin(scalar)
    case 0x1E00...0x1EFF: return latinAdditional(scalar)
    case 0x250...0x2AF: return ipa(scalar)
    case 0x370...0x3FF: return greek(scalar)
    case 0x400...0x52F: return cyrillic(scalar)
    case 0xFF10...0xFF19: return .same(UInt8(scalar - 0xFF10) + 0x30)
    case 0xFF21...0xFF3A: return .same(UInt8(scalar - 0xFF21) + 0x61)
    case 0xFF41...0xFF5A: return .same(UInt8(scalar - 0xFF41) + 0x61)
    case 0x24B6...0x24CF: return .same(UInt8(scalar - 0x24B6) + 0x61)
    case 0x24D0...0x24E9: return .same(UInt8(scalar - 0x24D0) + 0x61)
    case 0x1F130...0x1F149: return .same(UInt8(scalar - 0x1F130) + 0x61)
    case 0x1F150...0x1F169: return .same(UInt8(scalar - 0x1F150) + 0x61)
    case 0x1F170...0x1F189: return .same(UInt8(scalar - 0x1F170) + 0x61)
    case 0x1D400...0x1D6A3: return .same(UInt8((scalar - 0x1D400) % 26) + 0x61)
    case 0x1D7CE...0x1D7FF: return .same(UInt8((scalar - 0x1D7CE) % 10) + 0x30)
    case 0x212A: return .same(UInt8(ascii: "k"))
    case 0xAA: return .same(UInt8(ascii: "a"))
    case 0xBA: return .same(UInt8(ascii: "o"))
    default: return isLetter(scalar) ? .foreign : .other
    }
  }

  /// Base letters of U+00C0…U+024F; a dot for the two signs, `?` for letters with no base.
  private static let latinBases: [UInt8] = Array(
    ("aaaaaaaceeeeiiiidnooooo.ouuuuytsaaaaaaaceeeeiiiidnooooo.ouuuuytyaaaaaacc"
      + "ccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnnnnnoooo"
      + "oooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzsbbbb??occddddqe?effg?hii"
      + "kkllmnnooooopp?????ttttuuuvyyzz?????????????dddlllnnnaaiioouuuuuuuuuueaa"
      + "aaaaggggkkoooo??jdddgg??nnaaaaooaaaaeeeeiiiioooorrrruuuusstt??hhndoozzaa"
      + "eeooooooooyylnt?dqaccltsz??buveejj?qrryy").utf8)

  private static func latin(_ scalar: UInt32) -> FoldedScalar {
    let index = Int(scalar - 0xC0)
    guard index < latinBases.count else { return .foreign }
    let base = latinBases[index]
    if base == UInt8(ascii: ".") { return .other }
    return base >= UInt8(ascii: "a") ? .same(base) : .foreign
  }

  /// Vietnamese and the like: runs of one base letter.
  private static func latinAdditional(_ scalar: UInt32) -> FoldedScalar {
    let ends: [(UInt32, Character)] = [
      (0x1E01, "a"), (0x1E07, "b"), (0x1E09, "c"), (0x1E13, "d"), (0x1E1D, "e"), (0x1E1F, "f"), (0x1E21, "g"),
      (0x1E2B, "h"), (0x1E2F, "i"), (0x1E35, "k"), (0x1E3D, "l"), (0x1E43, "m"), (0x1E4B, "n"), (0x1E53, "o"),
      (0x1E57, "p"), (0x1E5F, "r"), (0x1E69, "s"), (0x1E71, "t"), (0x1E7B, "u"), (0x1E7F, "v"), (0x1E89, "w"),
      (0x1E8D, "x"), (0x1E8F, "y"), (0x1E95, "z"), (0x1E9F, "s"), (0x1EB7, "a"), (0x1EC7, "e"), (0x1ECB, "i"),
      (0x1EE3, "o"), (0x1EF1, "u"), (0x1EFF, "y"),
    ]
    for (end, base) in ends where scalar <= end { return .same(base.asciiValue!) }
    return .foreign
  }

  private static func ipa(_ scalar: UInt32) -> FoldedScalar {
    switch scalar {
    case 0x251: .confusable(UInt8(ascii: "a"))
    case 0x261: .confusable(UInt8(ascii: "g"))
    case 0x26A: .confusable(UInt8(ascii: "i"))
    case 0x280: .confusable(UInt8(ascii: "r"))
    case 0x299: .confusable(UInt8(ascii: "b"))
    case 0x29F: .confusable(UInt8(ascii: "l"))
    case 0x274: .confusable(UInt8(ascii: "n"))
    default: .foreign
    }
  }

  private static func greek(_ scalar: UInt32) -> FoldedScalar {
    switch scalar {
    case 0x391, 0x3B1: .confusable(UInt8(ascii: "a"))
    case 0x392: .confusable(UInt8(ascii: "b"))
    case 0x395, 0x3B5: .confusable(UInt8(ascii: "e"))
    case 0x396: .confusable(UInt8(ascii: "z"))
    case 0x397: .confusable(UInt8(ascii: "h"))
    case 0x399, 0x3B9: .confusable(UInt8(ascii: "i"))
    case 0x39A, 0x3BA: .confusable(UInt8(ascii: "k"))
    case 0x39C: .confusable(UInt8(ascii: "m"))
    case 0x39D: .confusable(UInt8(ascii: "n"))
    case 0x39F, 0x3BF: .confusable(UInt8(ascii: "o"))
    case 0x3A1, 0x3C1: .confusable(UInt8(ascii: "p"))
    case 0x3A4, 0x3C4: .confusable(UInt8(ascii: "t"))
    case 0x3A5, 0x3C5: .confusable(UInt8(ascii: "u"))
    case 0x3A7, 0x3C7: .confusable(UInt8(ascii: "x"))
    case 0x3BD: .confusable(UInt8(ascii: "v"))
    case 0x37E, 0x387: .other
    default: .foreign
    }
  }

  private static func cyrillic(_ scalar: UInt32) -> FoldedScalar {
    switch scalar {
    case 0x410, 0x430: .confusable(UInt8(ascii: "a"))
    case 0x412: .confusable(UInt8(ascii: "b"))
    case 0x415, 0x435, 0x401, 0x451, 0x400, 0x450: .confusable(UInt8(ascii: "e"))
    case 0x41A, 0x43A: .confusable(UInt8(ascii: "k"))
    case 0x41C, 0x43C: .confusable(UInt8(ascii: "m"))
    case 0x41D: .confusable(UInt8(ascii: "h"))
    case 0x41E, 0x43E: .confusable(UInt8(ascii: "o"))
    case 0x420, 0x440: .confusable(UInt8(ascii: "p"))
    case 0x421, 0x441: .confusable(UInt8(ascii: "c"))
    case 0x422, 0x442: .confusable(UInt8(ascii: "t"))
    case 0x423, 0x443: .confusable(UInt8(ascii: "y"))
    case 0x425, 0x445: .confusable(UInt8(ascii: "x"))
    case 0x405, 0x455: .confusable(UInt8(ascii: "s"))
    case 0x406, 0x456, 0x407, 0x457: .confusable(UInt8(ascii: "i"))
    case 0x408, 0x458: .confusable(UInt8(ascii: "j"))
    case 0x500, 0x501: .confusable(UInt8(ascii: "d"))
    case 0x51A, 0x51B: .confusable(UInt8(ascii: "q"))
    case 0x51C, 0x51D: .confusable(UInt8(ascii: "w"))
    case 0x4BB: .confusable(UInt8(ascii: "h"))
    case 0x4CF, 0x4C0: .confusable(UInt8(ascii: "l"))
    default: .foreign
    }
  }

  /// Letters of other scripts, roughly: whole blocks, which is enough to tell words from symbols.
  private static func isLetter(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x530...0x1FFF, 0x2C00...0x2DFF, 0x3041...0x318F, 0x31A0...0x31BF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xA000...0xABFF, 0xAC00...0xD7FF, 0xF900...0xFDFF, 0xFE70...0xFEFE, 0xFF66...0xFFDC, 0x10000...0x1CFFF,
      0x20000...0x3FFFF:
      true
    default: false
    }
  }
}

internal import SluiceCore

/// `language`: the model can read the text's language, or cannot.
struct LanguagePredicate: ChoicePredicate {
  static let key = "language"
  static let otherNames = ["lang"]

  let values: [Language]

  func holds(in cell: Cell) -> Bool? { values.contains(cell.language) }

  func compile(into condition: inout CompiledCondition, _ tests: inout DocumentTests) {
    condition.languages = values.reduce(0) { $0 | $1.bit }
  }
}

extension Language {
  var bit: UInt8 {
    switch self {
    case .supported: 1
    case .unsupported: 2
    }
  }
}

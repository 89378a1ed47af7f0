internal import SluiceCore

/// `category`: the main harm is one of these.
struct CategoryPredicate: ChoicePredicate {
  static let key = "category"
  static let otherNames: [String] = []

  let values: [Category]

  func holds(in cell: Cell) -> Bool? { values.contains(cell.category) }

  func compile(into condition: inout CompiledCondition, _ tests: inout DocumentTests) {
    condition.categories = values.reduce(0) { $0 | $1.bit }
  }
}

extension Category {
  /// A switch, since looking a case up in `allCases` compares strings.
  var bit: UInt16 {
    switch self {
    case .none: 1 << 0
    case .harassmentHate: 1 << 1
    case .violence: 1 << 2
    case .selfHarm: 1 << 3
    case .sexual: 1 << 4
    case .drugsWeaponsCrime: 1 << 5
    case .hackingMalware: 1 << 6
    case .fraudDeception: 1 << 7
    case .disinformation: 1 << 8
    case .privacy: 1 << 9
    case .profanity: 1 << 10
    case .advice: 1 << 11
    }
  }
}

internal import SluiceCore

/// `stance`: the text takes one of these towards its topic.
struct StancePredicate: ChoicePredicate {
  static let key = "stance"
  static let otherNames: [String] = []

  let values: [Stance]

  func holds(in cell: Cell) -> Bool? { values.contains(cell.stance) }

  func compile(into condition: inout CompiledCondition, _ tests: inout DocumentTests) {
    condition.stances = values.reduce(0) { $0 | $1.bit }
  }
}

extension Stance {
  var bit: UInt8 {
    switch self {
    case .none: 1
    case .topical: 2
    case .harmful: 4
    }
  }
}

internal import Yams

/// `score`: the decided level is one of these.
struct ScorePredicate: PolicyPredicate {
  static let key = "score"
  static let otherNames = ["level", "levels"]

  var levels: LevelSet

  var canonical: String { "\(levels.bits)" }

  var clause: String {
    guard let range = levels.range, range.count > 2 else {
      return "the score is \(NearestSpelling.list(levels.levels.map(String.init)))"
    }
    return "the score is \(range.lowerBound) to \(range.upperBound)"
  }

  func holds(in cell: Cell) -> Bool? { levels.contains(cell.score) }

  func compile(into condition: inout CompiledCondition, _ tests: inout DocumentTests) { condition.scores = levels.bits }

  static func read(_ node: Node, at path: String, with reader: inout PolicyReader) -> Self? {
    guard case .sequence = node else {
      return reader.readBounds(node, at: path, .score).map { Self(levels: LevelSet($0)) }
    }
    var levels = LevelSet(bits: 0)
    for value in reader.values(node, at: path) {
      if let level = reader.readNumber(value, at: path, .score) { levels.bits |= 1 << UInt8(level) }
    }
    return Self(levels: levels)
  }
}

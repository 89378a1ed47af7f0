internal import Yams

/// `probability`: the probability of some levels together is within bounds.
struct ProbabilityPredicate: PolicyPredicate {
  enum Levels {
    case atLeast(Int)
    case atMost(Int)
    case exactly(Int)

    var set: LevelSet {
      switch self {
      case .atLeast(let k): LevelSet(k...5)
      case .atMost(let k): LevelSet(0...k)
      case .exactly(let k): LevelSet(k...k)
      }
    }

    var phrase: String {
      switch self {
      case .atLeast(let k): "\(k) or higher"
      case .atMost(let k): "\(k) or lower"
      case .exactly(let k): "exactly \(k)"
      }
    }
  }

  static let key = "probability"
  static let otherNames = ["prob", "p"]

  let levels: Levels
  /// In ten-thousandths.
  let bounds: Bounds

  var canonical: String { "\(levels.set.bits) \(bounds.canonical)" }

  var clause: String { "the probability of a score of \(levels.phrase) is \(bounds.phrase(.probability))" }

  func holds(in cell: Cell) -> Bool? { nil }

  func compile(into condition: inout CompiledCondition, _ tests: inout DocumentTests) {
    condition.probabilityLevels = levels.set.bits
    condition.probability = bounds.closed
  }

  static func read(_ node: Node, at path: String, with reader: inout PolicyReader) -> Self? {
    let keys = ["at_least", "at_most", "level"]
    guard let fields = reader.fields(of: node, at: path, allowed: keys + ["min", "max"]) else { return nil }
    let given = keys.filter { fields[$0] != nil }
    guard given.count == 1, let key = given.first, let place = fields[key] else {
      reader.report(
        node, path, given.isEmpty ? "it does not say which levels" : "more than one set of levels is given",
        "Give one of at_least, at_most and level, such as {at_least: 4, min: 0.9}")
      return nil
    }
    let bounds = reader.readMinMax(fields, of: node, at: path, .probability)
    guard let level = reader.readNumber(place, at: "\(path).\(key)", .score) else { return nil }
    let levels: Levels = key == "at_least" ? .atLeast(level) : key == "at_most" ? .atMost(level) : .exactly(level)
    if levels.set == .all {
      reader.report(
        place, "\(path).\(key)", "the probability of all levels together is always 1", "Choose fewer levels")
    }
    return bounds.map { Self(levels: levels, bounds: $0) }
  }
}

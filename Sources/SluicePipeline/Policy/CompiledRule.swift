internal import SluiceCore

/// A condition reduced to numbers: a trivial value, so that testing one touches no reference count.
/// Absent parts are filled with ranges that always hold.
struct CompiledCondition: Sendable {
  var scores: UInt8
  var gate: Int
  var categories: UInt16
  var stances: UInt8
  var languages: UInt8
  var probabilityLevels: UInt8
  var probability: (lower: Int, upper: Int)
  var expected: (lower: Int, upper: Int)
  var bytes: (lower: Int, upper: Int)
  var words: (lower: Int, upper: Int)
  /// A range of the policy's list of matcher indexes.
  var firstMatcher: Int32
  var endMatcher: Int32

  /// Tests all but the lists.
  @inline(__always)
  func holdsWithoutLists(_ input: PolicyInput) -> Bool {
    let a = input.assessment
    guard scores >> a.score.rawValue & 1 == 1, categories & a.category.bit != 0, stances & a.stance.bit != 0,
      languages & a.language.bit != 0, input.text.count >= bytes.lower, input.text.count <= bytes.upper,
      input.words >= words.lower, input.words <= words.upper
    else { return false }
    if gate > 0, LevelSet.parts(of: a.probabilities, on: scores) < gate { return false }
    if probabilityLevels != 0 {
      let parts = LevelSet.parts(of: a.probabilities, on: probabilityLevels)
      if parts < probability.lower || parts > probability.upper { return false }
    }
    if expected.lower > .min || expected.upper < .max {
      let parts = a.probabilities.expectedParts
      if parts < expected.lower || parts > expected.upper { return false }
    }
    return true
  }
}

/// A rule reduced to numbers.
struct CompiledRule: Sendable {
  var when: CompiledCondition
  var unless: CompiledCondition
  var hasUnless: Bool
  var destination: Destination
}

extension CompiledCondition {
  init(_ condition: Condition?, matchers: inout [Int32]) {
    let c = condition ?? Condition()
    scores = (c.scores ?? .all).bits
    gate = c.gate ?? 0
    categories = c.categories.map { $0.reduce(0) { $0 | $1.bit } } ?? .max
    stances = c.stances.map { $0.reduce(0) { $0 | $1.bit } } ?? .max
    languages = c.languages.map { $0.reduce(0) { $0 | $1.bit } } ?? .max
    probabilityLevels = c.probability?.levels.set.bits ?? 0
    probability = (c.probability?.bounds ?? .any).closed
    expected = (c.expected ?? .any).closed
    bytes = (c.bytes ?? .any).closed
    words = (c.words ?? .any).closed
    firstMatcher = Int32(matchers.count)
    matchers.append(contentsOf: c.matchers.map(Int32.init))
    endMatcher = Int32(matchers.count)
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

extension Stance {
  var bit: UInt8 {
    switch self {
    case .none: 1
    case .topical: 2
    case .harmful: 4
    }
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

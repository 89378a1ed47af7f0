internal import SluiceCore

/// A condition reduced to numbers: a trivial value, so that testing one touches no reference count. As long as no
/// predicate narrows them, all numbers fit.
struct CompiledCondition: Sendable {
  var scores = LevelSet.all.bits
  /// Ten-thousandths of probability that must be on `scores`.
  var gate = 0
  var categories = UInt16.max
  var stances = UInt8.max
  var languages = UInt8.max
  /// The levels that `probability` is about; 0 for none.
  var probabilityLevels: UInt8 = 0
  var probability = Bounds.any.closed
  var expected = Bounds.any.closed
  var bytes = Bounds.any.closed
  var words = Bounds.any.closed
  /// A range of the policy's list of test numbers.
  let firstTest: Int32
  private(set) var endTest: Int32

  init(_ condition: Condition?, _ tests: inout DocumentTests) {
    firstTest = Int32(tests.uses.count)
    endTest = firstTest
    for predicate in condition?.predicates ?? [] { predicate.compile(into: &self, &tests) }
    endTest = Int32(tests.uses.count)
  }

  /// Checks everything but the tests.
  @inline(__always)
  func numbersFit(_ input: PolicyInput) -> Bool {
    input.words >= words.lower && input.words <= words.upper
      && numbersFit(input.assessment, textBytes: input.text.count)
  }

  /// Checks everything but the tests and the number of words.
  @inline(__always)
  func numbersFit(_ a: Assessment, textBytes: Int) -> Bool {
    guard scoresFit(a), categories & a.category.bit != 0, stances & a.stance.bit != 0,
      languages & a.language.bit != 0, textBytes >= bytes.lower, textBytes <= bytes.upper
    else { return false }
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

  /// Checks only what a what-if variant may change: the score, and the confidence gate on it.
  @inline(__always)
  func scoresFit(_ a: Assessment) -> Bool {
    scores >> a.score.rawValue & 1 == 1 && (gate == 0 || LevelSet.parts(of: a.probabilities, on: scores) >= gate)
  }

  /// Whether it asks for the number of words, which a ledger does not record.
  var asksForWords: Bool { words.lower > .min || words.upper < .max }
}

/// A rule reduced to numbers.
struct CompiledRule: Sendable {
  var when: CompiledCondition
  var unless: CompiledCondition
  var hasUnless: Bool
  var destination: Destination
}

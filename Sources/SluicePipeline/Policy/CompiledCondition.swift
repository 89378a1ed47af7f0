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

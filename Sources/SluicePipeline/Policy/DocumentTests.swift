internal import SluiceCore

/// A test that costs more than comparing numbers, such as a search in the text. It is made only where a condition's
/// numbers already fit, and once per document at most: its answer serves all rules and the policy's variants
/// (`PolicyMemo`).
protocol DocumentTest: AnyObject, Sendable {
  func holds(_ input: PolicyInput) -> Bool
  /// Whether a run's ledger records all that the test looks at, so that it can be made again without the document.
  var isRecorded: Bool { get }
}

/// The tests of a policy, each with a number, and which of them each condition makes.
struct DocumentTests {
  /// By number.
  private(set) var all: [any DocumentTest]
  /// The numbers of the tests of all conditions, one condition after another.
  private(set) var uses: [Int32] = []
  private var numbers: [ObjectIdentifier: Int32] = [:]

  /// - Parameter known: tests that keep their numbers: a variant's are its policy's, so that both can share a memo.
  init(known: [any DocumentTest]) {
    all = known
    for (number, test) in known.enumerated() { numbers[ObjectIdentifier(test)] = Int32(number) }
  }

  /// Adds a test to the condition that is being compiled.
  mutating func add(_ test: any DocumentTest) {
    let number = numbers[ObjectIdentifier(test)] ?? Int32(all.count)
    if number == all.count {
      all.append(test)
      numbers[ObjectIdentifier(test)] = number
    }
    uses.append(number)
  }
}

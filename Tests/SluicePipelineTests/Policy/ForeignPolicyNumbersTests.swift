import SluiceCore
import SluicePipeline
import TestSupport
import Testing

/// Numbers of a policy, however absurd, are read or refused, and never trap.
struct ForeignPolicyNumbersTests {
  private static let policy = """
    version: 1
    thresholds: {1: 0.5, 2: 0.5, 3: 0.4, 4: 0.35, 5: 0.35}
    rules:
      - name: one
        when: {score: {min: 1, max: 4}, words: {min: 3, max: 900}, bytes: "< 70000"}
        route: drop
      - name: two
        when: {expected: ">= 1.25", probability: {at_least: 2, min: 0.75}, terms: {values: [a, b], min_hits: 2, distinct: true}}
        route: refusal
      - name: three
        when: {score: [2, 3], not: {probability: {level: 5, max: 0.5}}}
        route: recontextualize
      - {name: end, route: keep}
    """
  private static let numbers = [
    "9223372036854775807", "-9223372036854775808", "18446744073709551616", "1e300", "-1e-320", ".inf", ".nan", "-1",
    "0x7fffffffffffffff", "1e18", "255", "256", "0", "5", "0.99999", "10000000000000000000000",
  ]

  @Test func absurdNumbersNeverTrap() throws {
    _ = try Policy(yaml: Self.policy, name: "p")
    var generator = SeededGenerator(seed: 9)
    for _ in 0..<600 {
      let text = Self.policy.replacing(/([:\s\[<=])\d+(?:\.\d+)?/) { match in
        Int.random(in: 0..<5, using: &generator) == 0
          ? match.output.1 + Self.numbers.randomElement(using: &generator)! : match.output.0
      }
      guard let policy = try? Policy(yaml: text, name: "p") else { continue }
      #expect(!policy.explanation.isEmpty && policy.neighbours.count < 1000)
    }
  }
}

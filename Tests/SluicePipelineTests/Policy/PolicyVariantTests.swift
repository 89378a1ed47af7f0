import SluiceCore
import SluicePipeline
import TestSupport
import Testing

struct PolicyVariantTests {
  @Test func defaultPolicyHasItsThresholdsAndGates() {
    #expect(
      Policy.default.neighbours.map(\.label) == [
        "refusal from 3 (instead of 4)", "refusal from 5 (instead of 4)", "keep up to 1 (instead of 0)",
        "refusal only with p >= 0.5", "refusal only with p >= 0.7",
        "refusal only with p >= 0.9", "keep only with p >= 0.5", "keep only with p >= 0.7", "keep only with p >= 0.9",
      ])
  }

  private func variant(_ policy: Policy, _ label: String) throws -> Policy {
    try #require(policy.neighbours.first { $0.label == label }).policy
  }

  @Test func aMovedThresholdMovesOneScore() throws {
    let lower = try variant(.default, "refusal from 3 (instead of 4)")
    #expect(
      (0...5).map { lower.destination(.init(score: $0)) }
        == ["keep", "recontextualize", "recontextualize", "refusal", "refusal", "refusal"])
    #expect(lower.digest != Policy.default.digest)
  }

  @Test func whatFailsAGateFallsThrough() throws {
    let gated = try variant(.default, "refusal only with p >= 0.9")
    #expect(gated.destination(.init(score: 4, parts: [1000, 0, 0, 0, 9000, 0])) == "refusal")
    #expect(gated.destination(.init(score: 4, parts: [1001, 0, 0, 0, 8999, 0])) == "recontextualize")
  }

  @Test func rulesOnBothSidesOfABoundaryMoveTogether() throws {
    let policy = try Policy(
      yaml: """
        version: 1
        rules:
          - {name: keep, when: {score: 0}, route: keep}
          - {name: rewrite, when: {score: {min: 1, max: 3}}, route: recontextualize}
          - {name: refuse, when: {score: {min: 4, max: 5}}, route: refusal}
          - {name: end, route: quarantine}
        """, name: "test")
    let lower = try variant(policy, "refuse from 3 (instead of 4)")
    #expect(
      (0...5).map { lower.destination(.init(score: $0)) }
        == ["keep", "recontextualize", "recontextualize", "refusal", "refusal", "refusal"])
    #expect(!policy.neighbours.contains { $0.label.contains("keep up to -1") })
    for variant in policy.neighbours {
      if case .threshold = variant.change {
        for score in 0...5 { #expect(variant.policy.destination(.init(score: score)) != "quarantine") }
      }
    }
  }

  @Test func aSharedMemoAnswersAsAFreshOne() throws {
    let policy = try Policy.matching("{score: '>= 2', terms: {values: [owl], min_hits: 2}, not: {terms: fox}}")
    let variants = policy.neighbours.map(\.policy)
    for text in ["owl owl", "owl", "owl owl fox", "fox"] {
      for score in 0...5 {
        PolicyDocument(score: score, text: text).withInput { input in
          var memo = PolicyMemo()
          for policy in [policy] + variants {
            #expect(policy.route(input, memo: &memo).ruleIndex == policy.route(input).ruleIndex)
          }
        }
      }
    }
  }

  /// A scan asks only the rules of a variant that differ from the policy's.
  @Test func aVariantAskedForWhatDiffersAnswersAsOneAskedForAll() throws {
    let policies = [
      Policy.default,
      try Policy(
        yaml: """
          version: 1
          rules:
            - {name: low, when: {score: {min: 1, max: 2}, not: {stance: topical, score: "<= 1"}}, route: keep}
            - {name: words, when: {score: ">= 2", terms: owl}, route: drop}
            - {name: sure, when: {score: ">= 3", probability: {at_least: 3, min: 0.8}}, route: refusal}
            - {name: safe, when: {score: 0}, route: keep}
            - {name: high, when: {score: ">= 1"}, route: recontextualize}
            - {name: end, route: quarantine}
          """, name: "test"),
    ]
    var generator = SeededGenerator(seed: 5)
    var moved = 0
    for _ in 0..<400 {
      var document = PolicyDocument(score: .random(in: 0...5, using: &generator))
      let sure = UInt16.random(in: 4000...10_000, using: &generator)
      var parts = InlineArray<6, UInt16>(repeating: 0)
      parts[document.score] = sure
      parts[document.score < 3 ? 5 : 0] += 10_000 - sure
      document.parts = parts
      document.category = [.none, .sexual, .violence].randomElement(using: &generator)!
      document.stance = Stance.allCases.randomElement(using: &generator)!
      document.language = Bool.random(using: &generator) ? .supported : .unsupported
      document.text = ["owl", "child and minors, child", "plain"].randomElement(using: &generator)!
      document.withInput { input in
        for policy in policies {
          var memo = PolicyMemo()
          let rule = policy.route(input, memo: &memo).ruleIndex
          for variant in policy.neighbours {
            let quick = variant.policy.compiled.firstMatch(input, whereThePolicyHas: rule, &memo)
            #expect(quick == variant.policy.route(input).ruleIndex, "\(variant.label), rule \(rule)")
            moved += quick == rule ? 0 : 1
          }
          for other in policies {
            var fresh = PolicyMemo()
            let asked = other.compiled.firstMatch(input, whereThePolicyHas: rule, &fresh)
            #expect(asked == other.route(input).ruleIndex, "a policy of its own is asked for all")
          }
        }
      }
    }
    #expect(moved > 200)
  }
}

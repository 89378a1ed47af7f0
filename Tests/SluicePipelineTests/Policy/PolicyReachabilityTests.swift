import SluicePipeline
import Testing

struct PolicyReachabilityTests {
  private func problems(_ rules: String) -> [PolicyProblem] {
    do {
      _ = try Policy(yaml: "version: 1\nrules:\n\(rules)\n  - {name: end, route: refusal}", name: "p")
      return []
    } catch {
      return error.problems
    }
  }

  @Test(arguments: [
    "  - {name: a, when: {score: '>= 3'}, route: drop}\n  - {name: b, when: {score: 4}, route: keep}",
    "  - {name: a, when: {score: [1, 2]}, route: drop}\n  - {name: b, when: {score: 1, words: 3}, route: keep}",
    "  - {name: a, when: {not: {score: 0}}, route: drop}\n  - {name: b, when: {score: 1}, route: keep}",
    "  - {name: a, when: {category: sexual}, route: drop}\n  - {name: b, when: {category: sexual, id: x}, route: keep}",
  ])
  func aRuleBehindAWiderOneIsNamed(_ rules: String) throws {
    let problem = try #require(problems(rules).first)
    #expect(
      problem.line == 4 && problem.key == "rules.b" && problem.message.contains("a above it takes all its documents"))
  }

  @Test func rulesThatTogetherCoverARuleAreAllNamed() throws {
    let rules = """
        - {name: a, when: {language: supported}, route: drop}
        - {name: b, when: {language: unsupported, stance: [none, topical]}, route: drop}
        - {name: c, when: {stance: topical}, route: keep}
      """
    #expect(problems(rules).map(\.message) == ["can never be reached: a and b above it take all its documents"])
  }

  @Test func aRuleThatExcludesAllItAsksForIsImpossible() {
    let found = problems("  - {name: a, when: {score: 5, not: {score: '>= 4'}}, route: drop}")
    #expect(found.map(\.key) == ["rules.a"])
  }

  @Test(arguments: [
    "  - {name: a, when: {score: '>= 3', words: 5}, route: drop}\n  - {name: b, when: {score: 4}, route: keep}",
    "  - {name: a, when: {score: 0}, route: keep}\n  - {name: b, when: {score: '>= 1'}, route: drop}",
    "  - {name: a, when: {score: 4, not: {id: x}}, route: keep}\n  - {name: b, when: {score: 4}, route: drop}",
  ])
  func rulesWithSomethingLeftForThemAreAccepted(_ rules: String) {
    #expect(problems(rules).isEmpty)
  }
}

import SluiceCore
import SluicePipeline
import Testing

/// Every predicate, on a document it takes and one it leaves.
struct PolicyPredicateTests {
  struct Case: CustomTestStringConvertible {
    var when: String
    var hits: [PolicyDocument]
    var misses: [PolicyDocument]
    var testDescription: String { when }
  }

  static let sure = PolicyDocument(score: 4, parts: [500, 300, 100, 100, 4000, 5000])
  static let unsure = PolicyDocument(score: 4, parts: [500, 300, 100, 101, 4000, 4999])

  static let cases: [Case] = [
    Case(when: "{score: 3}", hits: [.init(score: 3)], misses: [.init(score: 2), .init(score: 4)]),
    Case(when: "{score: [1, 3]}", hits: [.init(score: 1), .init(score: 3)], misses: [.init(score: 2)]),
    Case(when: "{score: '>= 4'}", hits: [.init(score: 4), .init(score: 5)], misses: [.init(score: 3)]),
    Case(when: "{score: '> 4'}", hits: [.init(score: 5)], misses: [.init(score: 4)]),
    Case(when: "{score: '<=2'}", hits: [.init(score: 0), .init(score: 2)], misses: [.init(score: 3)]),
    Case(
      when: "{score: {min: 1, max: 3}}", hits: [.init(score: 1), .init(score: 3)], misses: [.init(), .init(score: 4)]),
    Case(
      when: "{score: '>= 4', probability: {at_least: 4, min: 0.9}}", hits: [sure], misses: [unsure, .init(score: 3)]),
    Case(when: "{probability: {level: 5, min: 0.5}}", hits: [sure], misses: [unsure]),
    Case(when: "{probability: {at_most: 0, max: 0.05}}", hits: [sure, .init(score: 1)], misses: [.init(score: 0)]),
    Case(when: "{expected: '>= 4'}", hits: [.init(score: 4), sure], misses: [.init(score: 3)]),
    Case(when: "{expected: {min: 0.5, max: 2.5}}", hits: [.init(score: 2)], misses: [.init(), .init(score: 3)]),
    Case(
      when: "{category: [violence, sexual]}", hits: [.init(category: .violence)], misses: [.init(category: .privacy)]),
    Case(when: "{category: none}", hits: [.init()], misses: [.init(category: .advice)]),
    Case(when: "{stance: harmful}", hits: [.init(stance: .harmful)], misses: [.init(stance: .topical)]),
    Case(when: "{language: unsupported}", hits: [.init(language: .unsupported)], misses: [.init()]),
    Case(when: "{source: [reddit, forum]}", hits: [.init(source: "forum")], misses: [.init(), .init(source: "Forum")]),
    Case(
      when: "{source: {exact: a, glob: ['cc-*', 'x?z']}}",
      hits: [.init(source: "a"), .init(source: "cc-2024"), .init(source: "xéz")], misses: [.init(source: "acc-1")]),
    Case(when: "{bytes: '< 5'}", hits: [.init(text: "four")], misses: [.init(text: "fives")]),
    Case(when: "{words: {min: 3}}", hits: [.init(text: "a b c")], misses: [.init(text: "a b")]),
    Case(when: "{id: [7, x-1]}", hits: [.init(id: "7"), .init(id: "x-1")], misses: [.init(), .init(id: "70")]),
    Case(
      when: "{url: {exact: 'https://example.org/a', domains: [Example.com]}}",
      hits: [.init(url: "https://example.org/a"), .init(url: "http://WWW.example.com:80/x")],
      misses: [.init(), .init(url: "https://example.org/b"), .init(url: "https://notexample.com/")]),
    Case(
      when: "{field: {path: q, at_least: 0.5, below: 2}}",
      hits: [.init(fields: [.real(0.5)]), .init(fields: [.integer(1)])],
      misses: [
        .init(), .init(fields: [.integer(2)]), .init(fields: [.null]),
        .init(fields: [.integer(-1)]), .init(fields: [.boolean(true)]),
      ]),
    Case(
      when: "{field: [{path: a, is: [5, true]}, {path: b, present: false}]}",
      hits: [.init(fields: [.real(5), .null]), .init(fields: [.boolean(true), .missing])],
      misses: [.init(fields: [.real(5), .other]), .init(fields: [.boolean(false), .missing]), .init()]),
    Case(
      when: "{terms: {values: [red fox, owl], min_hits: 2}}",
      hits: [.init(text: "A Red-Fox and an OWL."), .init(text: "owl, owl")], misses: [.init(text: "owl red")]),
    Case(
      when: "{terms: {values: [fox, owl], min_hits: 2, distinct: true}}", hits: [.init(text: "fox owl")],
      misses: [.init(text: "owl owl owl")]),
    Case(
      when: "{category: violence, not: {stance: topical, score: '<= 3'}}",
      hits: [.init(score: 4, category: .violence, stance: .topical), .init(score: 2, category: .violence)],
      misses: [.init(score: 3, category: .violence, stance: .topical)]),
    Case(when: "{not: {source: wiki}}", hits: [.init(), .init(source: "web")], misses: [.init(source: "wiki")]),
  ]

  @Test(arguments: Policy.predicateKeys)
  func everyPredicateHasACase(_ key: String) {
    #expect(Self.cases.contains { $0.when.contains("\(key): ") && !$0.when.contains("not: {\(key)") })
  }

  @Test(arguments: cases)
  func takesWhatItNamesAndNothingElse(_ given: Case) throws {
    let policy = try Policy.matching(given.when)
    for document in given.hits { #expect(policy.rule(document) == "hit") }
    for document in given.misses { #expect(policy.rule(document) == "miss") }
  }

  @Test func probabilitiesCompareExactlyInTenThousandths() throws {
    let policy = try Policy.matching("{probability: {at_least: 4, min: 0.9001}}")
    #expect(policy.rule(.init(parts: [999, 0, 0, 0, 9001, 0])) == "hit")
    #expect(policy.rule(.init(parts: [1000, 0, 0, 0, 9000, 0])) == "miss")
  }

  @Test func firstMatchWins() throws {
    let policy = try Policy(
      yaml: """
        version: 1
        rules:
          - {name: a, when: {words: 2}, route: drop}
          - {name: b, when: {score: 0}, route: keep}
          - {name: c, route: quarantine}
        """, name: "test")
    #expect(policy.rule(.init(text: "two words")) == "a")
    #expect(policy.rule(.init(text: "three words here")) == "b")
    #expect(policy.destination(.init(score: 1, text: "one")) == "quarantine")
  }
}

import SluiceCore
import SluicePipeline
import Testing

/// Bad policies: each problem names its line, its key and a way out.
struct PolicyErrorTests {
  struct Bad: CustomTestStringConvertible {
    var yaml: String
    var line: Int
    var key: String
    var says: String
    var testDescription: String { says }
  }

  static let end = "\n  - {name: end, route: refusal}"

  /// The condition is on line 4.
  static func when(_ condition: String, _ key: String, _ says: String) -> Bad {
    Bad(
      yaml: "version: 1\nrules:\n  - name: a\n    when: \(condition)\n    route: drop\(end)", line: 4,
      key: key.isEmpty ? "rules.a.when" : "rules.a.when.\(key)", says: says)
  }

  static let structure: [Bad] = [
    Bad(yaml: "", line: 1, key: "", says: "the file is empty"),
    Bad(yaml: "- a", line: 1, key: "", says: "expected a map"),
    Bad(yaml: "rules:\n  - {name: a, route: keep}", line: 1, key: "version", says: "the key is missing"),
    Bad(yaml: "version: 2\nrules:\n  - {name: a, route: keep}", line: 1, key: "version", says: "version 1"),
    Bad(yaml: "version: 1", line: 1, key: "rules", says: "the key is missing"),
    Bad(yaml: "version: 1\nrules: []", line: 2, key: "rules", says: "there are no rules"),
    Bad(yaml: "version: 1\nrules: keep", line: 2, key: "rules", says: "expected a list"),
    Bad(yaml: "version: 1\nruels: []", line: 2, key: "ruels", says: "Did you mean rules?"),
    Bad(
      yaml: "version: 1\nrules:\n  - {name: a, when: {score: 0}, route: keep}", line: 3, key: "rules",
      says: "the last rule has a condition"),
    Bad(
      yaml: "version: 1\nrules:\n  - {name: a, route: keep}\n  - {name: b, route: drop}", line: 3, key: "rules.a",
      says: "has no when:"),
    Bad(
      yaml: "version: 1\nrules:\n  - {name: a, when: {score: 0}, route: keep}\n  - {name: a, route: drop}", line: 4,
      key: "rules.a.name", says: "another rule has this name"),
    Bad(yaml: "version: 1\nrules:\n  - {route: keep}", line: 3, key: "rules[1].name", says: "the key is missing"),
    Bad(
      yaml: "version: 1\nrules:\n  - {name: A b, route: keep}", line: 3, key: "rules[1].name",
      says: "is not a rule name"),
    Bad(yaml: "version: 1\nrules:\n  - {name: a}", line: 3, key: "rules.a.route", says: "the key is missing"),
    Bad(
      yaml: "version: 1\nrules:\n  - {name: a, route: keep, reason: needs-a-person}", line: 3, key: "rules.a.reason",
      says: "only a rule with route: quarantine has a reason"),
    Bad(
      yaml: "version: 1\nrules:\n  - {name: a, route: quarantine, reason: needs-people}", line: 3,
      key: "rules.a.reason", says: "Known: policy and needs-a-person"),
    Bad(yaml: "version: 1\nrules:\n  - {name: a, route: keeep}", line: 3, key: "rules.a.route", says: "mean keep?"),
    Bad(
      yaml: "version: 1\nrules:\n  - {name: a, route: keep, rout: x}", line: 3, key: "rules[1].rout",
      says: "Did you mean route?"),
    Bad(
      yaml: "version: 1\nversion: 1\nrules:\n  - {name: a, route: keep}", line: 1, key: "version", says: "occurs twice"),
    Bad(yaml: "version: 1\nrules:\n\t- {name: a, route: keep}", line: 3, key: "", says: "a tab indents"),
    Bad(yaml: "version: &v 1\nrules: *v", line: 1, key: "", says: "an anchor"),
    Bad(yaml: "version: 1\nrules: [\n", line: 3, key: "", says: "not valid YAML"),
    Bad(yaml: "version: 1\u{1}\n", line: 1, key: "", says: "control character U+1"),
    Bad(yaml: "version: 1\n---\nversion: 1\n", line: 2, key: "", says: "another document"),
    Bad(
      yaml: "version: 1\nthresholds: {1: 0.5, 2: 0.5, 3: 0, 5: 0.5}\nrules:\n  - {name: a, route: keep}", line: 2,
      key: "thresholds.4", says: "the level is missing"),
    Bad(
      yaml: "version: 1\nlabels:\n  toxic: 6\nrules:\n  - {name: a, route: keep}", line: 3, key: "labels.toxic",
      says: "is not a score"),
    Bad(
      yaml: "version: 1\nlabels:\n  toxic: {category: sexual}\nrules:\n  - {name: a, route: keep}", line: 3,
      key: "labels.toxic.score", says: "the key is missing"),
  ]

  static let labels = [
    Bad(
      yaml: "version: 1\nlabels:\n  toxic: 3\n  __label__toxic: 4\nrules:\n  - {name: a, route: keep}", line: 4,
      key: "labels", says: "is here twice")
  ]

  static let conditions: [Bad] = [
    when("{score: '>= 6'}", "score", "no score is '>= 6'"),
    when("{score: '> 5'}", "score", "no score is '> 5'"),
    when("{score: '< 0'}", "score", "no score is '< 0'"),
    when("{score: high}", "score", "Scores are the whole numbers 0 to 5"),
    when("{score: -1}", "score", "no score is '-1'"),
    when("{score: 2.5}", "score", "no score is '2.5'"),
    when("{score: '!= 2'}", "score", "use not:"),
    when("{score: []}", "score", "the list is empty"),
    when("{score: }", "score", "the value is missing"),
    when("{score: {min: 4, max: 3}}", "score", "min 4 is above max 3"),
    when("{score: {mn: 4}}", "score.mn", "Did you mean min?"),
    when("{score: {}}", "score", "neither min nor max"),
    when("{}", "", "the condition is empty"),
    when("[score]", "", "expected a map"),
    when("{scroe: 4}", "scroe", "Did you mean score?"),
    when("{length: 4}", "length", "Did you mean bytes?"),
    when("{probability: 0.9}", "probability", "expected a map"),
    when("{probability: {min: 0.9}}", "probability", "does not say which levels"),
    when("{probability: {at_least: 4, level: 5, min: 0.9}}", "probability", "more than one set of levels"),
    when("{probability: {at_least: 4, min: 1.2}}", "probability.min", "0 to 1 with at most four decimals"),
    when("{probability: {at_least: 4, min: 0.12345}}", "probability.min", "four decimals"),
    when("{probability: {at_least: 0, min: 0.9}}", "probability.at_least", "always 1"),
    when("{probability: {at_least: 4}}", "probability", "neither min nor max"),
    when("{expected: '> 5'}", "expected", "no expected score is"),
    when("{category: sexal}", "category", "Did you mean sexual?"),
    when("{category: []}", "category", "the list is empty"),
    when("{category: {a: b}}", "category", "expected a single value"),
    when("{stance: toxic}", "stance", "none, topical and harmful"),
    when("{language: english}", "language", "supported and unsupported"),
    when("{bytes: -5}", "bytes", "Write a whole number, 0 or more"),
    when("{words: {min: 10}, bytes: {max: 5}}", "", "no text of at most 5 bytes has 10 words"),
    when("{source: 'cc-*'}", "source", "Write {glob: …}"),
    when("{id: {fil: x}}", "id.fil", "Did you mean file?"),
    when("{id: {file: missing.txt}}", "id.file", "cannot name files"),
    when("{url: example.org}", "url", "expected a map"),
    when("{url: {domains: 'https://example.org/'}}", "url.domains", "not a domain name"),
    when("{field: lang}", "field", "expected a map"),
    when("{field: {path: lang}}", "field", "nothing is asked"),
    when("{field: {is: en}}", "field", "path is missing"),
    when("{field: {path: a..b, is: 1}}", "field.path", "is not a path of keys"),
    when("{field: {path: '\"a', is: 1}}", "field.path", "double quotes"),
    when("{field: {path: a, at_least: high}}", "field.at_least", "is not a number"),
    when("{field: {path: a, at_least: inf}}", "field.at_least", "is not a number"),
    when("{field: {path: a, at_least: 2, at_most: 1}}", "field", "no number is"),
    when("{field: {path: a, is: null}}", "field.is", "the value is missing"),
    when("{field: {path: a, is: []}}", "field.is", "empty"),
    when("{field: {path: a, present: false, is: 1}}", "field", "has no value"),
    when("{field: {path: a, min: 1}}", "field.min", "unknown key"),
    when("{terms: {min_hits: 2}}", "terms", "neither values nor file"),
    when("{terms: {values: [a], min_hits: 0}}", "terms.min_hits", "Write 1 or more"),
    when("{terms: {values: [a], min_hits: -1}}", "terms.min_hits", "is not a count"),
    when("{terms: {values: [a], distinct: yes}}", "terms.distinct", "Write true or false"),
    when("{terms: {values: [a], min_hits: 2, distinct: true}}", "terms.min_hits", "at most 1 can be found"),
    when("{terms: ['...']}", "terms", "has no letter or digit"),
    when("{not: {}}", "not", "the condition is empty"),
    when("{not: {not: {score: 1}}}", "not.not", "unknown key"),
  ]

  @Test(arguments: structure + labels + conditions)
  func namesLineKeyAndRemedy(_ bad: Bad) throws {
    let error = try #require(throws: PolicyError.self) { try Policy(yaml: bad.yaml, name: "p.yaml") }
    let problem = error.problems.first { $0.line == bad.line && $0.key == bad.key && $0.description.contains(bad.says) }
    #expect(problem != nil, "\(error)")
    for problem in error.problems { #expect(problem.column >= 1 && !problem.remedy.isEmpty) }
  }

  @Test func reportsAllProblemsInTheOrderOfTheFile() throws {
    let yaml = """
      version: 3
      rules:
        - name: a
          when: {score: ">= 9", category: sexal}
          route: kep
        - name: b
          when: {score: 1}
      """
    let error = try #require(throws: PolicyError.self) { try Policy(yaml: yaml, name: "p.yaml") }
    #expect(error.problems.map(\.line) == [1, 4, 4, 5, 6, 6])
  }

  @Test func readsAsOneSentenceAProblem() throws {
    let error = try #require(throws: PolicyError.self) {
      try Policy(yaml: "version: 1\nrules:\n  - {name: a, route: kepe}", name: "p.yaml")
    }
    #expect(
      error.description
        == "p.yaml:3:22: rules.a.route: unknown route 'kepe'. Did you mean keep? "
        + "Known: keep, recontextualize, refusal, drop and quarantine.")
  }

  @Test func aShortFileCannotGrowWithoutBound() {
    var yaml = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    for k in 0..<30 { yaml += "k\(k): &k\(k) [*a, *a, *a, *a, *a, *a, *a]\n" }
    #expect(throws: PolicyError.self) { try Policy(yaml: yaml, name: "p.yaml") }
  }

  @Test func deepNestingAndHugeFilesAreRefused() {
    let deep = "version: 1\nrules: " + String(repeating: "[", count: 100_000)
    #expect(throws: PolicyError.self) { try Policy(yaml: deep, name: "p.yaml") }
    let huge = "version: 1\n" + String(repeating: "# filler\n", count: 200_000)
    #expect(throws: PolicyError.self) { try Policy(yaml: huge, name: "p.yaml") }
  }

  @Test func signsInsideQuotesAndPlainWordsAreNoAliases() throws {
    let policy = try Policy.matching("{source: {glob: '*&x', exact: [a*b, \"&c\"]}} # *note & more")
    #expect(policy.rule(.init(source: "1&x")) == "hit")
    #expect(policy.rule(.init(source: "a*b")) == "hit")
  }
}

import Foundation
import TestSupport
import Testing

/// A policy can route by what upstream tools wrote beside the text, the same in every command that asks a policy.
struct FieldConditionTests {
  private static let policy = """
    version: 1
    rules:
      - name: poor
        when: {field: {path: metadata.language_score, below: 0.65}}
        route: drop
      - name: listed
        when:
          field:
            - {path: '"lang.id".code', is: [fr, 5, true]}
            - {path: metadata.n, at_least: 2, at_most: 3}
        route: refusal
      - name: unknown
        when: {field: {path: metadata.language_score, present: false}}
        route: quarantine
      - {name: rest, route: keep}

    """

  /// Lines and the rule, or the error, of each.
  private static let documents = [
    (#"{"text":"a","metadata":{"language_score":0.3}}"#, "poor"),
    (#"{"text":"a","metadata":{"language_score":0.65,"n":2.5},"lang.id":{"code":"fr"}}"#, "listed"),
    (#"{"text":"a","metadata":{"language_score":1,"n":3},"lang.id":{"code":5.0}}"#, "listed"),
    (#"{"text":"a","metadata":{"language_score":1,"n":3},"lang.id":{"code":true}}"#, "listed"),
    (#"{"text":"a","metadata":{"language_score":1,"n":3},"lang.id":{"code":"true"}}"#, "rest"),
    (#"{"text":"a","metadata":{"language_score":1,"n":3},"lang":{"id":{"code":"fr"}}}"#, "rest"),
    (#"{"text":"a","metadata":{"language_score":1,"n":4},"lang.id":{"code":"fr"}}"#, "rest"),
    (#"{"text":"a","metadata":{"language_score":"0.3"}}"#, "rest"),
    (#"{"text":"a","metadata":{"language_score":null}}"#, "unknown"),
    (#"{"text":"a","metadata":5}"#, "unknown"),
    (#"{"text":"a"}"#, "unknown"),
    (#"{"text":"a","metadata":{"language_score":1,"language_score":0.1}}"#, "duplicate_key"),
  ]

  @Test func everyCommandDecidesByTheFieldsOfTheLine() throws {
    let bench = try Workbench()
    try bench.scratch.write(Self.policy, to: "fields.yaml")
    try bench.scratch.write(Self.documents.map { $0.0 + "\n" }.joined(), to: "in/x.jsonl")
    let scored = try sluice("score", bench.path("in"), "--only", "--policy", bench.path("fields.yaml"))
    let rules = try scored.text.split(separator: "\n").map { line in
      let row = try JSONSerialization.jsonObject(with: Data(line.utf8)) as! [String: Any]
      return row["rule"] as? String ?? row["error"] as! String
    }
    #expect(rules == Self.documents.map(\.1))

    let ran = try sluice(
      "run", bench.path("in"), "--output", bench.path("out"), "--policy", bench.path("fields.yaml"), "--quiet")
    #expect(ran.status == 2)
    let run = RunFiles(folder: bench.path("out"))
    let routed = try run.query("SELECT line || ' ' || rule FROM decisions ORDER BY line").split(separator: "\n")
    let expected = Self.documents.enumerated().filter { !["unknown", "duplicate_key"].contains($1.1) }
    #expect(routed.map(String.init) == expected.map { "\($0 + 1) \($1.1)" })
    #expect(try run.query("SELECT reason, count(*) FROM quarantine GROUP BY 1") == "duplicate_key|1\npolicy|3\n")
    #expect(try sluice("verify", run.folder, "--inputs").status == 0)
    #expect(try sluice("report", run.folder, "--policy", bench.path("fields.yaml")).status == 0)

    let scan = try sluice("scan", bench.path("in"), "--policy", bench.path("fields.yaml"), "--json")
    let report = try JSONSerialization.jsonObject(with: Data(scan.output)) as! [String: Any]
    let routes = (report["routings"] as! [[String: Any]])[0]["routes"] as! [String: [String: Any]]
    #expect(["drop", "refusal", "keep"].map { routes[$0]!["documents"] as! Int } == [1, 3, 4])
  }

  /// The condition and the policy each have fields of their own.
  @Test func aConditionLooksAtItsOwnFields() throws {
    let bench = try Workbench()
    try bench.scratch.write(Self.policy, to: "fields.yaml")
    try bench.scratch.write(Self.documents.map { $0.0 + "\n" }.joined(), to: "x.jsonl")
    let scored = try sluice(
      "score", bench.path("x.jsonl"), "--only", "--policy", bench.path("fields.yaml"), "--where",
      "{field: [{path: metadata.n, is: 4}, {path: metadata.language_score, above: 0.5}]}")
    let rows = scored.text.split(separator: "\n")
    #expect(rows.count == 2 && rows[0].contains("#7\"") && rows[1].contains("duplicate_key"), "\(scored.text)")
  }
}

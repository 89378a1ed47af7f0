import Foundation
import TestSupport
import Testing

/// A model's judgements become labelled data that `train` reads; no vote is asked for twice.
@Suite(.enabled(if: ModelServer.isAvailable, "needs python3"))
struct AnnotateModelTests {
  let scratch: Scratch
  let items: String
  let labels: String

  init() throws {
    scratch = try Scratch()
    let lines = (0..<8).map {
      "{\"id\":\"d\($0)\",\"text\":\"canaryword \(SynthesisBench.text($0))\",\"source\":\"web\"}\n"
    }
    items = try scratch.write(lines.joined(), to: "items.jsonl")
    labels = scratch.file("labels.jsonl")
  }

  private func annotate(_ arguments: [String]) throws -> Finished {
    try run(sluiceBinary, ["annotate", items, "--output", labels] + arguments)
  }

  private func records() throws -> [[String: Any]] {
    try bytes(of: labels).split(separator: 10).map {
      try JSONSerialization.jsonObject(with: Data($0)) as! [String: Any]
    }
  }

  private static func vote(_ score: Int, _ rest: String = "") -> String {
    "{\"reason\": \"garden talk\", \"score\": \(score)\(rest)}"
  }

  @Test func theMiddleOfThreeVotesBecomesTheLabel() throws {
    let full = #", "category": "advice", "stance": "topical""#
    let server = try ModelServer(
      ["answer": [Self.vote(1, full), Self.vote(2, full), Self.vote(5, full)]], in: scratch)
    let live = ["--endpoint", server.url, "--model", "judge", "--votes", "3", "--concurrency", "1"]
    let finished = try annotate(live + ["--json"])
    #expect(finished.status == 0, "\(finished.errors)")
    #expect(!(finished.text + finished.errors).contains("canaryword"))
    #expect(try server.requests().count == 24 && Set(server.requests()).count == 24)
    let records = try records()
    #expect(records.count == 8)
    for record in records {
      #expect(
        record["score"] as? Int == 2 && record["category"] as? String == "advice"
          && record["annotator"] as? String == "judge")
    }
    let summary = try JSONSerialization.jsonObject(with: Data(finished.output)) as! [String: Any]
    let agreement = summary["agreement"] as! [String: Any]
    #expect(agreement["documents"] as? Int == 8 && agreement["exact"] as? Double == 0)
    #expect(abs(agreement["withinOne"] as! Double - 1 / 3) < 1e-9)
    // Done is done; and what came out is what train and evaluate read.
    #expect(try annotate(live).status == 0)
    #expect(try server.requests().count == 24 && self.records().count == 8)
    #expect(try sluice("evaluate", labels).status == 0)
  }

  @Test func anAnswerThatIsNoJudgementIsRepairedOnce() throws {
    let server = try ModelServer(
      [
        "answer": [
          "Sure! The score is 3.", Self.vote(3), "nope", "again nope", "```json\n\(Self.vote(1))\n```", Self.vote(1),
        ]
      ],
      in: scratch)
    let finished = try annotate(["--endpoint", server.url, "--model", "m", "--concurrency", "1"])
    // The first answer is bad and its repair good, the second and its repair are bad, and so on.
    let bad = try records().count
    #expect(finished.status == 2 && bad < 8 && bad > 0, "\(finished.text)")
    #expect(try server.requests().count > 8 && server.requests().count <= 16)
    for record in try records() { #expect(record["category"] != nil && record["stance"] != nil) }
    // What was lost is not asked again.
    let count = try server.requests().count
    #expect(try annotate(["--endpoint", server.url, "--model", "m"]).status == 2)
    #expect(try server.requests().count == count)
  }

  @Test func batchesComeBack() throws {
    let todo = scratch.file("todo")
    let written = try annotate(["--batch", todo, "--model", "m", "--votes", "2"])
    #expect(written.status == 0, "\(written.errors)")
    let ids = try bytes(of: todo + "/annotate-00001.jsonl").split(separator: 10).map {
      (try JSONSerialization.jsonObject(with: Data($0)) as! [String: Any])["custom_id"] as! String
    }
    #expect(ids.count == 16)
    let content = String(
      decoding: try JSONEncoder().encode(Self.vote(4, #", "category": "violence", "stance": "harmful""#)), as: UTF8.self
    )
    let answers = ids.dropLast().map {
      #"{"custom_id":"\#($0)","response":{"status_code":200,"body":{"choices":[{"message":{"content":\#(content)}}]}}}"#
    }
    try scratch.write(answers.reversed().joined(separator: "\n"), to: "answers.jsonl")
    let imported = try annotate(["--import", scratch.file("answers.jsonl"), "--votes", "2"])
    #expect(imported.status == 0, "\(imported.errors)")
    #expect(try records().count == 7, "one document waits for its second vote")
    _ = try annotate(["--batch", scratch.file("more"), "--model", "m", "--votes", "2"])
    #expect(try bytes(of: scratch.file("more") + "/annotate-00001.jsonl").count { $0 == 10 } == 1)
  }
}

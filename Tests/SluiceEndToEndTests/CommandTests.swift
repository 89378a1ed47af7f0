import Foundation
import TestSupport
import Testing

/// What people meet on the command line.
struct CommandTests {
  @Test(arguments: ["--help", "run --help", "--version", "--generate-completion-script bash"])
  func aResultThatCannotBeWrittenIsAnError(_ arguments: String) throws {
    let full = try TestSupport.run("bash", ["-c", "\(sluiceBinary) \(arguments) > /dev/full"])
    #expect(full.status == 1 && full.errors.contains("cannot write the result"), "\(full.errors)")
  }

  @Test(arguments: [["scan"], ["nonsense"], ["run", "x"]])
  func wrongUsageExits64(_ arguments: [String]) throws {
    let finished = try run(sluiceBinary, arguments)
    #expect(finished.status == 64, "\(arguments): \(finished.errors)")
    #expect(!finished.errors.isEmpty)
  }

  @Test func missingThingsAreNamedBeforeAnyWork() throws {
    let bench = try Workbench()
    try bench.scratch.write("{\"text\":\"a\"}\n", to: "x.jsonl")
    for (arguments, name) in [
      (["scan", bench.path("gone.jsonl")], "gone.jsonl"),
      (["scan", bench.path("x.jsonl"), "--policy", bench.path("gone.yaml")], "gone.yaml"),
      (["scan", bench.path("x.jsonl"), "--model", bench.path("gone.safetensors")], "gone.safetensors"),
      (["scan", bench.path("x.jsonl"), "--model", bench.path("policy.yaml")], "policy.yaml"),
      (["status", bench.path("gone")], "gone"), (["explain", bench.path("gone"), "x#1"], "gone"),
      (["verify", bench.path("gone")], "gone"),
    ] {
      let finished = try run(sluiceBinary, arguments)
      #expect(finished.status == 1, "\(arguments)")
      #expect(finished.errors.contains(name), "\(finished.errors)")
    }
  }

  @Test func aBadPolicyNamesLineAndKey() throws {
    let bench = try Workbench()
    try bench.scratch.write(
      "version: 1\nrules:\n  - name: a\n    when: {scoer: 3}\n    route: keep\n  - name: b\n    route: drop\n",
      to: "policy.yaml")
    try bench.scratch.write("{\"text\":\"a\"}\n", to: "in/x.jsonl")
    let (finished, _) = try bench.run("in", to: "out")
    #expect(finished.status == 1)
    #expect(
      finished.errors.contains("policy.yaml:4") && finished.errors.contains("scoer")
        && finished.errors.contains("score"))
    #expect(!FileManager.default.fileExists(atPath: bench.path("out")))
  }

  @Test func aFolderWithOtherThingsIsNotTakenForOutput() throws {
    let bench = try Workbench()
    try bench.scratch.write("{\"text\":\"a\"}\n", to: "in/x.jsonl")
    try bench.scratch.write("precious", to: "out/notes.txt")
    let (finished, _) = try bench.run("in", to: "out")
    #expect(finished.status == 1)
    #expect(finished.errors.contains("not empty"))
    #expect(try files(below: bench.path("out")) == ["notes.txt"])
  }

  @Test func tooManyBadLinesStopTheRun() throws {
    let bench = try Workbench()
    try bench.scratch.write("bad\nbad\nbad\n{\"text\":\"a\"}\n", to: "in/x.jsonl")
    for (limit, status) in [("2", Int32(2)), ("10%", 2), ("3", 2), ("90%", 2)] {
      let (finished, _) = try bench.run("in", to: "out" + limit.filter(\.isNumber), ["--max-bad-lines", limit])
      #expect(finished.status == status)
      #expect(finished.errors.contains("--max-bad-lines") == (limit == "2" || limit == "10%"), "\(limit)")
    }
  }

  @Test func jobsMayFollowTheirLetterAtOnce() throws {
    let scratch = try Scratch()
    try scratch.write("{\"text\":\"a plain line\"}\n", to: "x.jsonl")
    let apart = try sluice("scan", scratch.file("x.jsonl"), "-j", "2", "--json")
    let joined = try sluice("scan", scratch.file("x.jsonl"), "-j2", "--json")
    #expect(apart.status == 0 && joined.status == 0, "\(joined.errors)")
    let refused = try sluice("scan", scratch.file("x.jsonl"), "-j0")
    #expect(refused.status != 0 && refused.errors.contains("--jobs must be 1 to 1024"), "\(refused.errors)")
  }

  @Test func standardInputCanBeScanned() throws {
    let content = try output("gzip", ["-c"], input: Corpus(documents: 40, seed: 1, oddities: false).bytes)
    let finished = try sluice("scan", "-", input: content)
    #expect(finished.status == 0, "\(finished.errors)")
    #expect(finished.text.contains("40 documents"))
  }

  @Test func scanCountsWhatRunRoutes() throws {
    let bench = try Workbench()
    try bench.scratch.write(Corpus(documents: 500, seed: 1).bytes, to: "in/x.jsonl")
    let (_, run) = try bench.run("in", to: "out")
    let finished = try sluice("scan", bench.path("in"), "--policy", bench.path("policy.yaml"), "--json")
    #expect(finished.status == 2)
    let report = try JSONSerialization.jsonObject(with: Data(finished.output)) as! [String: Any]
    let routing = (report["routings"] as! [[String: Any]])[0]["routes"] as! [String: [String: Any]]
    for (route, amount) in routing {
      let counted = try run.query(
        "SELECT ifnull(sum(documents), 0), ifnull(sum(words), 0) FROM totals WHERE route = '\(route)'")
      #expect(counted == "\(amount["documents"]!)|\(amount["words"]!)\n")
    }
    let again = try sluice("scan", bench.path("in"), "--policy", bench.path("policy.yaml"), "--json", "--jobs", "3")
    let other = try JSONSerialization.jsonObject(with: Data(again.output)) as! [String: Any]
    for key in ["levels", "sources", "routings", "quarantine", "categories"] {
      let forms = try [report, other].map {
        try JSONSerialization.data(withJSONObject: $0[key]!, options: [.sortedKeys])
      }
      #expect(forms[0] == forms[1], "\(key)")
    }
  }

  @Test func aSampleIsTheSameEveryTime() throws {
    let bench = try Workbench()
    try bench.scratch.write(Corpus(documents: 2000, seed: 1, oddities: false).bytes, to: "in/x.jsonl")
    func documents(_ share: String) throws -> Int {
      let finished = try sluice("scan", bench.path("in"), "--sample", share, "--json")
      let report = try JSONSerialization.jsonObject(with: Data(finished.output)) as! [String: Any]
      return (report["documents"] as! [String: Any])["documents"] as! Int
    }
    let tenth = try documents("0.1")
    #expect(try documents("0.1") == tenth)
    #expect((100...300).contains(tenth))
    #expect(try documents("1") == 2000)
  }

  @Test func explainTellsByIdAndByKey() throws {
    let bench = try Workbench()
    try bench.scratch.write(
      "{\"id\":\"twin\",\"text\":\"a zebra\"}\n{\"id\":\"twin\",\"text\":\"a lantern\"}\nbad\n\n{\"id\":7,\"text\":\"plain\"}\n",
      to: "in/s/x.jsonl")
    let (_, run) = try bench.run("in", to: "out")
    let twins = try sluice("explain", run.folder, "twin").text
    #expect(twins.contains("s/x.jsonl#1  →  drop  (rule dropped-word)"))
    #expect(twins.contains("s/x.jsonl#2  →  refusal  (rule refused-word)"))
    #expect(try sluice("explain", run.folder, "7").text.contains("s/x.jsonl#5  →  keep  (rule rest)"))
    #expect(try sluice("explain", run.folder, "s/x.jsonl#3").text.contains("not_json"))
    #expect(try sluice("explain", run.folder, "s/x.jsonl#4").errors.contains("blank"))
    #expect(try sluice("explain", run.folder, "s/x.jsonl#9").errors.contains("has 5 lines"))
    #expect(try sluice("explain", run.folder, "nobody").status == 1)
    #expect(try sluice("explain", run.folder, "s/x.jsonl#1", "--show-text").text.contains("zebra"))
  }

  @Test func statusReadsWithoutDisturbing() throws {
    let bench = try Workbench()
    try bench.scratch.write(Corpus(documents: 30, seed: 1).bytes, to: "in/x.jsonl")
    let (_, run) = try bench.run("in", to: "out")
    let finished = try sluice("status", run.folder, "--json")
    let status = try JSONSerialization.jsonObject(with: Data(finished.output)) as! [String: Any]
    #expect(status["complete"] as? Bool == true)
    #expect(status["lines"] as? Int == Corpus(documents: 30, seed: 1).lines.count)
  }

  @Test func thePolicyIsExplainedInPlainWords() throws {
    let finished = try sluice("run", "--explain-policy")
    #expect(finished.status == 0, "\(finished.errors)")
    for word in ["keep", "recontextualize", "refusal", "leave to people"] { #expect(finished.text.contains(word)) }
  }

  @Test func aClosedPipeEndsQuietly() throws {
    let bench = try Workbench()
    try bench.scratch.write(Corpus(documents: 20, seed: 1).bytes, to: "x.jsonl")
    let finished = try run(
      "bash", ["-c", "\(sluiceBinary) scan \(bench.path("x.jsonl")) | head -1; exit ${PIPESTATUS[1]}"])
    #expect(finished.status == 0)
    #expect(finished.errors.isEmpty, "\(finished.errors)")
  }
}

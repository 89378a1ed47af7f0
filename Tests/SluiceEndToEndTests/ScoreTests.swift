import Foundation
import Synchronization
import TestSupport
import Testing

/// `sluice score` hands each document back with the score, route and rule that a run gives it, in order, and answers as
/// soon as its input pauses.
struct ScoreTests {
  private func lines(_ finished: Finished) -> [String] {
    finished.output.split(separator: 0x0a, omittingEmptySubsequences: false).dropLast().map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  private func object(_ line: String) throws -> [String: Any] {
    try JSONSerialization.jsonObject(with: Data(line.utf8)) as! [String: Any]
  }

  @Test func everyRowIsThatOfARunsQueue() throws {
    let bench = try Workbench()
    try bench.scratch.write(Corpus(documents: 400, seed: 3).bytes, to: "in/x.jsonl")
    let (_, run) = try bench.run("in", to: "out")
    let scored = try sluice("score", bench.path("in"), "--policy", bench.path("policy.yaml"))
    #expect(scored.status == 2, "\(scored.errors)")
    var found: [String: [String]] = [:]
    for line in lines(scored) {
      // Not every parser reads numbers as large as some that are here.
      let route = line.range(of: #"(?<="route":")[a-z]+"#, options: .regularExpression).map { String(line[$0]) }
      found[route ?? "quarantine", default: []].append(line)
    }
    for lane in ["recontextualize", "refusal", "drop"] {
      let queue = try run.lines(lane, "x.jsonl.zst").map { String(decoding: $0, as: UTF8.self) }
      let rows = found[lane] ?? []
      let differing = zip(rows, queue).first { $0 != $1 }
      #expect(!queue.isEmpty && rows == queue, "\(lane): \(rows.count), \(queue.count), \(differing as Any)")
    }
    let kept = try run.lines("keep", "x.jsonl.zst").map { String(decoding: $0, as: UTF8.self) }
    #expect(found["keep"]?.count == kept.count)
    for (line, row) in zip(kept, found["keep"] ?? []) {
      #expect(row.hasPrefix(line.trimmingCharacters(in: .whitespaces).dropLast(1)), "\(line.count)")
    }
    let quarantined = try run.query("SELECT line, reason FROM quarantine ORDER BY line")
    let errors = try (found["quarantine"] ?? []).map { line in
      let row = try object(line)
      return "\((row["key"] as! String).dropFirst("x.jsonl#".count))|\(row["error"] as? String ?? "policy")\n"
    }
    #expect(errors.joined() == quarantined)
  }

  @Test(arguments: [[], ["--only"], ["--format", "csv"]]) func jobsAndCompressionChangeNoByte(_ options: [String])
    throws
  {
    let scratch = try Scratch()
    let corpus = Corpus(documents: 3000, seed: 5).bytes
    for name in ["a", "b", "c"] {
      try scratch.write(corpus, to: "plain/\(name).jsonl")
      try scratch.write(try output("gzip", ["-c"], input: corpus), to: "gzip/\(name).jsonl.gz")
    }
    let single = try run(sluiceBinary, ["score", scratch.file("plain"), "-j", "1"] + options)
    let many = try run(sluiceBinary, ["score", scratch.file("plain"), "-j", "5"] + options)
    let zipped = try run(sluiceBinary, ["score", scratch.file("gzip"), "-j", "3"] + options)
    #expect(single.status == 2 && single.output == many.output)
    #expect(zipped.text.replacingOccurrences(of: ".jsonl.gz#", with: ".jsonl#") == single.text)
  }

  @Test func whatCannotBeScoredComesOutInItsPlace() throws {
    let long = "{\"text\":\"" + String(repeating: "word ", count: 5000) + "\"}"
    let input =
      "{\"text\":\"one\"}\nbad\n\n{\"text\":5}\n\(long)\n{\"text\":\"six\",\"safety\":1}\n{\"text\":\"seven\"}"
    let scored = try sluice("score", "-", "--max-line-bytes", "10000", input: Array(input.utf8))
    #expect(scored.status == 2)
    let rows = try lines(scored).map(object)
    #expect(
      rows.map { $0["error"] as? String ?? "" } == [
        "", "not_json", "text_not_string", "line_too_long", "safety_key_taken", "",
      ])
    #expect(rows[1...4].map { $0["key"] as! String } == ["stdin#2", "stdin#4", "stdin#5", "stdin#6"])
    #expect((rows[5]["safety"] as? [String: Any])?["key"] as? String == "stdin#7")
    let other = try sluice("score", "--safety-key", "judged", input: Array("{\"text\":\"six\",\"safety\":1}\n".utf8))
    #expect(other.status == 0 && other.text.contains("\"safety\":1,\"judged\":{"), "\(other.text)")
  }

  @Test func textsAreScoredLineByLine() throws {
    let input = Array("say \"hi\" \\ back\r\n\n\ttab\n".utf8) + [0xff, 0x0a] + Array("last".utf8)
    let scored = try sluice("score", "--text", input: input)
    #expect(scored.status == 2)
    let rows = try lines(scored).map(object)
    #expect(rows.map { $0["text"] as? String } == ["say \"hi\" \\ back", "", "\ttab", nil, "last"])
    #expect(rows[3]["error"] as? String == "not_utf8" && rows[3]["key"] as? String == "stdin#4")
    let alone = try sluice("score", "--text", "--only", input: Array("The library opens at nine.\n".utf8))
    #expect(alone.status == 0)
    let row = try object(lines(alone)[0])
    #expect(
      Set(row.keys) == [
        "key", "id", "score", "expected", "probs", "category", "stance", "span", "route", "rule",
      ])
  }

  @Test func conditionsAndRoutesChoose() throws {
    let bench = try Workbench()
    let texts = ["a zebra", "a lantern", "a harbour", "plain"]
    try bench.scratch.write(
      texts.map { "{\"text\":\"\($0)\",\"id\":\"\($0)\"}\n" }.joined() + "bad\n", to: "x.jsonl")
    func ids(_ options: String...) throws -> [String] {
      let scored = try TestSupport.run(
        sluiceBinary, ["score", bench.path("x.jsonl"), "--only", "--policy", bench.path("policy.yaml")] + options)
      #expect(scored.status == 2, "\(scored.errors)")
      // A row without a score is never left out.
      return try lines(scored).map { try object($0)["id"] as? String ?? "error" }
    }
    #expect(try ids("--route", "drop", "--route", "refusal") == ["a zebra", "a lantern", "error"])
    #expect(try ids("--where", "words < 2") == ["plain", "error"])
    #expect(try ids("--where", "{terms: {values: [harbour]}}") == ["a harbour", "error"])
    #expect(try ids("--where", "id: a zebra", "--route", "keep") == ["error"])
    for (condition, says) in [("scoer >= 3", "Did you mean score"), ("score >= 9", "score"), ("{", "--where")] {
      let refused = try sluice("score", bench.path("x.jsonl"), "--where", condition)
      #expect(refused.status == 1 && refused.output.isEmpty && refused.errors.contains(says), "\(refused.errors)")
    }
  }

  @Test func tablesHaveTheScoresAlone() throws {
    let input = "{\"text\":\"one\",\"id\":\"=cmd,\\\"x\\\"\"}\n{\"text\":\"two\",\"id\":\"a\\tb\\nc\"}\nbad\n"
    let csv = try lines(sluice("score", "--format", "csv", input: Array(input.utf8)))
    let header = "key,id,score,expected,p0,p1,p2,p3,p4,p5,category,stance,span_start,span_end,route,rule,error"
    #expect(csv[0] == header)
    #expect(csv[1].hasPrefix("stdin#1,\"'=cmd,\"\"x\"\"\","), "\(csv[1])")
    #expect(csv.last == "stdin#3" + String(repeating: ",", count: 16) + "not_json")
    let tsv = try lines(sluice("score", "--format", "tsv", input: Array(input.utf8)))
    #expect(
      tsv.count == 4 && tsv.allSatisfy { $0.split(separator: "\t", omittingEmptySubsequences: false).count == 17 })
    #expect(tsv[2].hasPrefix("stdin#2\ta\\tb\\nc\t"))
  }

  /// Another program writes a line and waits for the answer before it writes the next; also compressed, in one piece
  /// and with lines that end in the midst of what was written.
  @Test(arguments: ["1", "4"]) func aPauseOfTheInputIsAnswered(_ jobs: String) throws {
    let (input, output) = (Pipe(), Pipe())
    let process = Process()
    process.executableURL = URL(fileURLWithPath: sluiceBinary)
    process.arguments = ["score", "--only", "-j", jobs]
    (process.standardInput, process.standardOutput) = (input, output)
    try process.run()
    let ended = Mutex(false)
    // Ends a test that would otherwise wait for ever.
    Thread.detachNewThread {
      for _ in 0..<600 where !ended.withLock({ $0 }) { usleep(100_000) }
      if !ended.withLock({ $0 }) { process.terminate() }
    }
    var received = Data()
    func answers(_ count: Int) -> [String] {
      while received.filter({ $0 == 0x0a }).count < count {
        let data = output.fileHandleForReading.availableData
        if data.isEmpty { break }
        received += data
      }
      defer { received = Data() }
      return String(decoding: received, as: UTF8.self).split(separator: "\n").map(String.init)
    }
    let questions = input.fileHandleForWriting
    @Sendable func ask(_ text: String) throws { try questions.write(contentsOf: Data(text.utf8)) }
    // What is no document is answered as well, also at the very beginning.
    for number in 0..<20 {
      try ask(number == 0 ? "not a document\n" : "{\"id\": \"\(number)\", \"text\": \"a garden\"}\n")
      let rows = try answers(1).map(object)
      #expect(
        rows.count == 1
          && (number == 0 ? rows[0]["error"] : rows[0]["id"]) as? String == (number == 0 ? "not_json" : "\(number)"))
    }
    try ask("{\"text\":\"one\"}\n{\"text\":\"two\"}\n{\"text\":\"thr")
    #expect(answers(2).count == 2)
    try ask("ee\"}\n")
    #expect(answers(1).count == 1)
    // More than a chunk at once.
    let many = String(repeating: "{\"text\":\"\(String(repeating: "word ", count: 100))\"}\n", count: 6000)
    Thread.detachNewThread { try? ask(many) }
    #expect(answers(6000).count == 6000)
    try questions.close()
    process.waitUntilExit()
    ended.withLock { $0 = true }
    #expect(process.terminationStatus == 2)
  }

  @Test func aLimitIsThatOfTheInput() throws {
    let input = Array("{\"text\":\"a\"}\nbad\n\n{\"text\":\"b\"}\n{\"text\":\"c\"}\n".utf8)
    #expect(try lines(sluice("score", "--only", "--limit", "3", "-j", "4", input: input)).count == 3)
    let endless = try run("bash", ["-c", "yes '{\"text\":\"a\"}' | timeout 60 \(sluiceBinary) score --only --limit 2"])
    #expect(endless.status == 0 && lines(endless).count == 2)
    #expect(try sluice("score", "--limit", "0", input: input).status == 64)
  }

  @Test func aDamagedShardIsNamedAndTheOthersAreScored() throws {
    let scratch = try Scratch()
    let corpus = Corpus(documents: 50, seed: 1, oddities: false).bytes
    try scratch.write(try output("gzip", ["-c"], input: corpus).dropLast(20), to: "in/a.jsonl.gz")
    try scratch.write(corpus, to: "in/b.jsonl")
    try scratch.write("[\n1\n]\n", to: "in/c.jsonl")
    let scored = try sluice("score", scratch.file("in"), "--only")
    #expect(scored.status == 2)
    #expect(
      scored.errors.contains("failed a.jsonl.gz: ") && scored.errors.contains("failed c.jsonl: "), "\(scored.errors)")
    #expect(lines(scored).filter { $0.hasPrefix("{\"key\":\"b.jsonl#") }.count == 50)
  }

  @Test func aClosedPipeEndsQuietlyAndAFullDiskDoesNot() throws {
    let scratch = try Scratch()
    try scratch.write(Corpus(documents: 3000, seed: 1).bytes, to: "x.jsonl")
    let closed = try run(
      "bash", ["-c", "\(sluiceBinary) score \(scratch.file("x.jsonl")) | head -1 | wc -l; exit ${PIPESTATUS[2]}"])
    #expect(closed.status == 0 && closed.text.contains("1") && closed.errors.isEmpty, "\(closed.errors)")
    let full = try run("bash", ["-c", "\(sluiceBinary) score \(scratch.file("x.jsonl")) > /dev/full"])
    #expect(full.status == 1 && full.errors.contains("cannot write"), "\(full.errors)")
  }
}

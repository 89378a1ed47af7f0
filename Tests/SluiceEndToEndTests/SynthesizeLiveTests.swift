import Foundation
import TestSupport
import Testing

/// A live server is asked about every document once, whatever happens to it, to us, or in between.
@Suite(.enabled(if: ModelServer.isAvailable, "needs python3"))
struct SynthesizeLiveTests {
  @Test func everyStageTurnsItsQueueIntoTexts() throws {
    let bench = try SynthesisBench()
    let server = try ModelServer(in: bench.scratch)
    var keys: Set<String> = []
    for stage in ["recontextualize", "refusals", "moral-education"] {
      let finished = try bench.live(server, stage)
      #expect(finished.status == 0, "\(finished.errors)")
      let rows = try bench.rows(stage)
      #expect(rows.count == 10)
      for row in rows {
        let metadata = row["metadata"] as! [String: Any]
        keys.insert((row.keys.sorted() + metadata.keys.sorted()).joined(separator: " "))
        let key = metadata["origin_key"] as! String
        #expect(row["id"] as? String == "\(stage)/\(key)" && metadata["stage"] as? String == stage)
        #expect((row["source"] as! String).hasPrefix("s") && (metadata["origin_id"] as! String).hasPrefix("doc-"))
      }
      #expect(try bench.adds(stage))
    }
    #expect(keys.count == 1, "all rows of all stages have the same keys")
    #expect(try server.requests().count == 30)
    #expect(
      try bench.query("SELECT group_concat(name, ' ') FROM pragma_table_info('synthesis')")
        == "key stage prompt prompt_version style model request_hash attempt outcome tokens_in tokens_out score_before "
        + "score_after output_path output_line")
    // Lineage from every row of the ledger to its line.
    let row = try bench.query(
      "SELECT key, output_path, output_line FROM synthesis WHERE stage = 'refusals' ORDER BY output_line DESC LIMIT 1"
    ).split(separator: "|").map(String.init)
    #expect(
      (try bench.rows("refusals")[Int(row[2])! - 1]["metadata"] as! [String: Any])["origin_key"] as? String == row[0])
    #expect(try sluice("verify", bench.folder).status == 0)
    // Done is done.
    #expect(try bench.live(server).status == 0)
    #expect(try server.requests().count == 30)
    // An edited text shows.
    try FileManager.default.removeItem(atPath: "\(bench.folder)/\(row[1])")
    let verified = try sluice("verify", bench.folder)
    #expect(verified.status == 1 && verified.text.contains("synthetic/refusals"))
  }

  @Test func faultsOfEveryKindAreSurvivedOrRecorded() throws {
    let bench = try SynthesisBench(documents: 90)
    let faults = [
      "429", "429-after=1", "503-after=1", "500", "stall=3", "reset", "reset-mid", "cut-json", "not-json", "latin1",
      "surrogate", "slow", "length", "filter", "refusal", "think", "empty", "no-choices", "400",
    ]
    let server = try ModelServer(["faults": faults], in: bench.scratch)
    let finished = try bench.live(server, "recontextualize", ["--timeout", "2", "--concurrency", "8"])
    #expect(finished.status == 2, "one request has no answer: \(finished.text) \(finished.errors)")
    #expect(try bench.adds())
    let status = try bench.status()
    #expect(status["accepted"] as? Int == 29 && status["pending"] as? Int == 0)
    #expect(
      status["rejected"] as? [String: Int] == [
        "bad_text": 2, "truncated": 1, "filtered": 1, "refused": 1, "thinking": 1, "empty": 1, "http_error": 1,
      ])
    // The next call asks for what had no answer, and for nothing else.
    let before = try server.requests().count
    #expect(try bench.live(server).status == 0)
    #expect(try server.requests().count == before + 1)
    #expect(try bench.rows().count == 30 && bench.parts().count == 2)
    // The same words are never sent twice once they were answered.
    #expect(
      try bench.query(
        "SELECT max(n) FROM (SELECT count(*) n FROM synthesis WHERE outcome <> 'http_error' GROUP BY request_hash)")
        == "1")
  }

  @Test func aPaidAnswerIsTakenOrKeptAndNeverPaidForAgainInTheSameCall() throws {
    let bench = try SynthesisBench(documents: 15)
    let server = try ModelServer(["faults": ["odd", "parts", "number", "error"]], in: bench.scratch)
    let finished = try bench.live(server, "recontextualize", ["--concurrency", "1", "--json"])
    #expect(finished.status == 2, "\(finished.errors)")
    let result = try #require(try JSONSerialization.jsonObject(with: Data(finished.output)) as? [String: Any])
    let live = try #require(result["live"] as? [String: Any])
    #expect(live["outcomes"] as? [String: Int] == ["accepted": 4, "unfinished": 1, "unreadable": 1])
    #expect(try server.requests().count == 6, "only the answer that was rejected is asked for again, in other words")
    let path = try #require(live["unreadableFile"] as? String)
    #expect(path == bench.folder + "/synthetic/.journal/unreadable-recontextualize.jsonl")
    #expect(finished.errors.contains(path))
    let line = try #require(
      try JSONSerialization.jsonObject(with: Data(bytes(of: path))) as? [String: String])
    #expect(line.keys.sorted() == ["raw", "reason", "request_hash"] && line["reason"] == "bad_content")
    let raw = try #require(line["raw"].flatMap { Data(base64Encoded: $0) })
    #expect(String(decoding: raw, as: UTF8.self).contains(#""content": 7"#))
    #expect(try bench.adds() && sluice("verify", bench.folder).status == 0)
    #expect(try bench.query("SELECT count(*) FROM synthesis WHERE tokens_in > 100000") == "0")
    #expect(try bench.live(server).status == 0, "it is asked for again")
    #expect(try bench.adds() && bench.rows().count == 5)
  }

  @Test func aServersPatienceIsRespected() throws {
    let bench = try SynthesisBench(documents: 9)
    let server = try ModelServer(["faults": ["429-after=2"]], in: bench.scratch)
    #expect(try bench.live(server, "recontextualize", ["--concurrency", "1"]).status == 0)
    let times = try server.logged().map { $0["time"] as! Double }
    #expect(times.count == 4 && times[1] - times[0] >= 1.9)
  }

  @Test func aKilledCallPaysForNothingTwice() throws {
    let whole = try SynthesisBench(documents: 120)
    let quiet = try ModelServer(in: whole.scratch)
    #expect(try whole.live(quiet).status == 0)
    let bench = try SynthesisBench(documents: 120)
    let server = try ModelServer(["delay": 0.02], in: bench.scratch)
    var generator = SeededGenerator(seed: 4)
    let kills = 6
    for _ in 0..<kills {
      let process = try Spawned(
        sluiceBinary,
        [
          "synthesize", "recontextualize", "--run", bench.folder, "--endpoint", server.url, "--model", "m",
          "--concurrency", "2",
        ], files: ["/dev/null", "/dev/null", "/dev/null"])
      usleep(UInt32.random(in: 50_000...250_000, using: &generator))
      process.signal(SIGKILL)
      _ = process.wait()
    }
    let finished = try bench.live(server)
    #expect(finished.status == 0, "\(finished.errors)")
    let requests = try server.requests()
    #expect(Set(requests).count == 40 && requests.count <= 40 + kills * 2, "\(requests.count) requests")
    #expect(try bench.rows().count == 40 && bench.adds())
    #expect(
      try bytes(of: bench.folder + "/synthetic/recontextualize/part-00001.jsonl.zst")
        == bytes(of: whole.folder + "/synthetic/recontextualize/part-00001.jsonl.zst"))
  }

  @Test(arguments: ["kill", "fail", "full"])
  func aCallBrokenAtAnyTouchOfTheDiskEndsAsAnUndisturbedOne(_ mode: String) throws {
    let bench = try SynthesisBench(documents: 9)
    let server = try ModelServer(in: bench.scratch)
    let fresh = bench.folder + "-fresh"
    try FileManager.default.copyItem(atPath: bench.folder, toPath: fresh)
    #expect(try bench.live(server, "recontextualize", ["--concurrency", "1"]).status == 0)
    let part = "/synthetic/recontextualize/part-00001.jsonl.zst"
    let whole = try bytes(of: bench.folder + part)
    var broken = 0
    // Every touch for a death, some for an error: the same code follows it.
    for touch in stride(from: 1, through: 200, by: mode == "kill" ? 1 : 4) {
      try FileManager.default.removeItem(atPath: bench.folder)
      try FileManager.default.copyItem(atPath: fresh, toPath: bench.folder)
      let before = try server.requests().count
      let arguments = ["--endpoint", server.url, "--model", "m", "--concurrency", "1"]
      let first = try bench.synthesize(
        "recontextualize", arguments, environment: ["SLUICE_FAULT": "\(mode):\(touch)"])
      let wasBroken = first.status == (mode == "kill" ? 137 : 1)
      if wasBroken {
        broken += 1
        let second = try bench.live(server)
        #expect(second.status == 0, "touch \(touch): \(second.errors)")
      }
      #expect(try bytes(of: bench.folder + part) == whole, "\(mode) at touch \(touch)")
      #expect(try bench.parts().count == 1 && bench.adds())
      #expect(try server.requests().count <= before + 4, "\(mode) at touch \(touch)")
      if !wasBroken { break }
    }
    #expect(broken > (mode == "kill" ? 15 : 3))
  }

  @Test func aSilentServerCostsNoProcessorTime() throws {
    let bench = try SynthesisBench(documents: 48)
    let server = try ModelServer(["faults": Array(repeating: "stall=30", count: 16)], in: bench.scratch)
    let finished = try run(
      "bash",
      [
        "-c", "TIMEFORMAT='%R %U %S'; time \"$0\" \"$@\"", sluiceBinary, "synthesize", "recontextualize", "--run",
        bench.folder, "--endpoint", server.url, "--model", "m", "--timeout", "4", "--concurrency", "16", "--quiet",
      ])
    let times = finished.errors.split(separator: "\n").last!.split(separator: " ").compactMap { Double($0) }
    #expect(finished.status == 0 && times[0] >= 4)
    #expect(times[1] + times[2] < 1.5, "\(times): waiting must not spin")
  }

  @Test func budgetsHold() throws {
    let bench = try SynthesisBench(documents: 90)
    let server = try ModelServer(["usage": [900, 100]], in: bench.scratch)
    let tokens = ["--max-tokens-total", "15000", "--max-tokens", "200"]
    let first = try bench.live(server, "recontextualize", tokens)
    #expect(first.status == 2 && first.errors.contains("--max-tokens-total"), "\(first.errors)")
    let sum = Int(try bench.query("SELECT sum(tokens_in + tokens_out) FROM synthesis"))!
    #expect(sum == 15_000, "every answer costs 1,000")
    #expect(try bench.adds())
    let count = try server.requests().count
    #expect(try bench.live(server, "recontextualize", tokens).status == 2)
    #expect(try server.requests().count == count, "what was spent before counts")
    let cost = ["--max-cost", "0.03", "--price-input", "1", "--price-output", "2", "--max-tokens", "200"]
    #expect(try bench.live(server, "recontextualize", cost).status == 2)
    let spent = Double(try bench.query("SELECT sum(tokens_in + 2 * tokens_out) / 1e6 FROM synthesis"))!
    #expect(spent <= 0.03 && spent > 0.028, "\(spent)")
    #expect(try bench.live(server).status == 0)
  }

  @Test func theKeyComesFromTheEnvironmentAndIsNeverShown() throws {
    let bench = try SynthesisBench(documents: 9)
    let server = try ModelServer(["key": "canary-key"], in: bench.scratch)
    let arguments = ["--endpoint", server.url, "--model", "m"]
    let refused = try bench.synthesize("recontextualize", arguments)
    #expect(try refused.status == 1 && refused.errors.contains("--key-variable") && (bench.adds()))
    let wrong = try bench.synthesize("recontextualize", arguments, environment: ["SLUICE_API_KEY": "canary-wrong"])
    #expect(wrong.status == 1 && !wrong.errors.contains("canary"))
    let right = try bench.synthesize(
      "recontextualize", arguments + ["--key-variable", "OTHER_KEY"], environment: ["OTHER_KEY": "canary-key"])
    #expect(right.status == 0 && !(right.text + right.errors).contains("canary"))
    for file in try files(below: bench.folder) where !file.hasSuffix(".zst") {
      #expect(try bytes(of: bench.folder + "/" + file).firstRange(of: Array("canary".utf8)) == nil, "\(file)")
    }
    let misuse = try bench.synthesize("recontextualize", arguments + ["--key-variable", "sk-canary"])
    #expect(misuse.status == 64 && misuse.errors.contains("never the key itself"))
    #expect(
      try bench.synthesize("recontextualize", ["--endpoint", "http://a:b@localhost/v1", "--model", "m"]).status == 64)
  }

  @Test func aServerThatIsNotThereIsNamed() throws {
    let bench = try SynthesisBench(documents: 9)
    let finished = try bench.synthesize(
      "recontextualize", ["--endpoint", "http://127.0.0.1:9/v1", "--model", "m", "--retries", "1"])
    #expect(finished.status == 1 && finished.errors.contains("http://127.0.0.1:9/v1: "), "\(finished.errors)")
    #expect(try bench.adds() && bench.status()["pending"] as? Int == 3)
    let redirect = try ModelServer(["faults": ["redirect"], "repeat_faults": true], in: bench.scratch)
    #expect(try bench.live(redirect).errors.contains("redirects"))
  }

  @Test func rejectedDocumentsAreTriedInOtherStylesAndThenEscalate() throws {
    let bench = try SynthesisBench(documents: 9)
    let server = try ModelServer(["answer": "I'm sorry, but I can't assist with that."], in: bench.scratch)
    #expect(try bench.live(server, "recontextualize", ["--attempts", "2"]).status == 0)
    #expect(try bench.status()["rejected"] as? [String: Int] == ["refused": 6])
    #expect(
      try bench.query(
        "SELECT count(*) FROM (SELECT key, count(DISTINCT style) n FROM synthesis GROUP BY key) WHERE n = 2") == "3")
    let good = try ModelServer(in: bench.scratch)
    #expect(try bench.live(good).status == 0)
    #expect(try good.requests().isEmpty, "given up means given up")
    #expect(try bench.live(good, "refusals").status == 0)
    #expect(try bench.rows("refusals").count == 6, "the queue's three, and the three that could not be rewritten")
  }

  @Test func settingsAreFixedWithTheFirstRequest() throws {
    let bench = try SynthesisBench(documents: 9)
    let server = try ModelServer(in: bench.scratch)
    #expect(try bench.live(server, "refusals", ["--seed", "7", "--speakers", "varied"]).status == 0)
    let names = try bench.rows("refusals").map { ($0["metadata"] as! [String: Any])["user_name"] as! String }
    for (row, name) in zip(try bench.rows("refusals"), names) {
      #expect((row["text"] as! String).hasPrefix("\(name): "))
    }
    let drift = try bench.live(server, "refusals", ["--seed", "8"])
    #expect(drift.status == 3 && drift.errors.contains("--seed: was 7, is now 8"), "\(drift.errors)")
    #expect(try bench.live(server, "refusals", ["--seed", "7"]).status == 0)
  }

  @Test func anInterruptWaitsForWhatIsInHand() throws {
    let bench = try SynthesisBench(documents: 90)
    let server = try ModelServer(["delay": 0.3], in: bench.scratch)
    let process = try Spawned(
      sluiceBinary,
      [
        "synthesize", "recontextualize", "--run", bench.folder, "--endpoint", server.url, "--model", "m",
        "--concurrency", "4",
      ], files: ["/dev/null", "/dev/null", bench.scratch.file("errors")])
    for _ in 0..<300 where try server.requests().count < 5 { usleep(20_000) }
    process.signal(SIGINT)
    #expect(process.wait() == 130)
    let sent = try server.requests().count
    #expect(try bench.rows().count == sent, "what the server was asked is in the files")
    // What was recorded but not sent when the signal came waits for the next run.
    let status = try bench.status()
    #expect(status["pending"] as! Int == status["requested"] as! Int - sent)
  }
}

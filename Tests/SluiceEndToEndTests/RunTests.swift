import Foundation
import TestSupport
import Testing

/// Promises 1 to 4 of the design, on the built program.
struct RunTests {
  @Test func everyLineIsInExactlyOneLaneAndKeptLinesAreUntouched() throws {
    let bench = try Workbench()
    let corpus = Corpus(documents: 300, seed: 1)
    try bench.scratch.write(corpus.bytes, to: "in/a/x.jsonl")
    let (finished, run) = try bench.run("in", to: "out")
    #expect(finished.status == 2, "quarantined lines make the exit code 2: \(finished.errors)")

    var lanes: [Int: String] = [:]
    let quarantined = try run.lines("quarantine", "a/x.jsonl.zst").map { try Self.object($0) }
    var offset = 0
    var offsets: [Int] = []
    for line in corpus.lines {
      offsets.append(offset)
      offset += line.count + 1
    }
    for row in quarantined {
      let number = row["line"] as! Int
      lanes[number] = "quarantine"
      #expect(row["shard"] as? String == "a/x.jsonl")
      #expect(row["byte_offset"] as? Int == offsets[number - 1])
      #expect([UInt8](Data(base64Encoded: row["raw_base64"] as! String)!) == corpus.lines[number - 1])
    }
    for lane in ["recontextualize", "refusal", "drop"] {
      for line in try run.lines(lane, "a/x.jsonl.zst") {
        let safety = try Self.object(line)["safety"] as! [String: Any]
        let number = Int((safety["key"] as! String).split(separator: "#").last!)!
        #expect(lanes.updateValue(lane, forKey: number) == nil)
        #expect(safety["route"] as? String == lane)
        #expect((safety["safety_probs"] as? [Double])?.count == 6)
        // Cutting our key out again gives the input line back, byte for byte.
        let original = corpus.lines[number - 1]
        let marker = Array(",\"safety\":{".utf8)
        let at = try #require((0..<line.count).first { line[$0...].starts(with: marker) })
        let tail = original.count - at
        #expect(Array(line[..<at]) + Array(line.suffix(tail)) == original)
      }
    }
    let kept = try run.lines("keep", "a/x.jsonl.zst")
    let expected = corpus.lines.enumerated().filter { index, line in
      lanes[index + 1] == nil && !line.allSatisfy { [32, 9, 13].contains($0) }
    }
    #expect(kept == expected.map(\.element))
    #expect(lanes.count + kept.count == corpus.filled.count)
    #expect(
      lanes.values.contains("drop") && lanes.values.contains("refusal") && lanes.values.contains("recontextualize"))
    #expect(try run.query("SELECT count(*) FROM decisions") == "\(corpus.filled.count - quarantined.count)\n")
    #expect(try run.query("SELECT lines, blank_lines FROM shards") == "\(corpus.lines.count)|2\n")
  }

  @Test func theSameBytesComeOutForAnyNumberOfJobs() throws {
    let bench = try Workbench()
    for shard in 0..<4 {
      try bench.scratch.write(
        Corpus(documents: shard == 0 ? 6000 : 900, seed: UInt64(shard)).bytes, to: "in/\(shard).jsonl")
    }
    let (_, one) = try bench.run("in", to: "one", ["--jobs", "1", "--attributes"])
    for jobs in ["2", "4", "7"] {
      let (_, many) = try bench.run("in", to: "jobs\(jobs)", ["--jobs", jobs, "--attributes"])
      #expect(try many.isSame(as: one), "--jobs \(jobs)")
    }
  }

  @Test func theSameContentComesOutOfEveryForm() throws {
    let bench = try Workbench()
    let content = Corpus(documents: 4000, seed: 5).bytes
    let half = content.count / 2
    let forms: [(name: String, bytes: [UInt8])] = [
      ("plain/x.jsonl", content), ("gzip/x.jsonl.gz", try output("gzip", ["-c"], input: content)),
      ("pigz/x.json.gz", try output("pigz", ["-c"], input: content)),
      ("zstd/x.jsonl.zst", try output("zstd", ["-qc"], input: content)),
      (
        "frames/x.jsonl.zstd",
        try output("zstd", ["-qc"], input: Array(content[..<half]))
          + output("zstd", ["-qc"], input: Array(content[half...]))
      ),
    ]
    var runs: [RunFiles] = []
    for (name, bytes) in forms {
      try bench.scratch.write(bytes, to: name)
      let folder = String(name.prefix { $0 != "/" })
      runs.append(try bench.run(folder, to: "out-" + folder).files)
    }
    for run in runs.dropFirst() {
      for lane in ["keep", "recontextualize", "refusal", "drop"] {
        let plain = try runs[0].lines(lane, "x.jsonl.zst").map(Self.withoutKey)
        #expect(try run.lines(lane, "x.jsonl.zst").map(Self.withoutKey) == plain, "\(lane) of \(run.folder)")
      }
      let decisions = "SELECT line, document_id, content_hash, score, p0, route, rule FROM decisions ORDER BY line"
      #expect(try run.query(decisions) == runs[0].query(decisions))
    }
  }

  @Test func gzipQueuesHoldTheSameLines() throws {
    let bench = try Workbench()
    try bench.scratch.write(Corpus(documents: 3000, seed: 6).bytes, to: "in/x.jsonl")
    let (_, zstd) = try bench.run("in", to: "zstd")
    let (_, gzip) = try bench.run("in", to: "gzip", ["--codec", "gzip", "--level", "9"])
    for lane in ["keep", "recontextualize", "refusal", "drop", "quarantine"] {
      #expect(try gzip.lines(lane, "x.jsonl.gz") == zstd.lines(lane, "x.jsonl.zst"), "\(lane)")
    }
  }

  @Test func aFinishedRunHasNothingToDo() throws {
    let bench = try Workbench()
    try bench.scratch.write(Corpus(documents: 50, seed: 2, oddities: false).bytes, to: "in/x.jsonl")
    let (first, run) = try bench.run("in", to: "out")
    #expect(first.status == 0, "\(first.errors)")
    #expect(try files(below: bench.path("out")).contains("_SUCCESS"))
    let before = try run.outputs()
    let (second, _) = try bench.run("in", to: "out")
    #expect(second.status == 0)
    #expect(second.text.contains("Nothing to do"))
    #expect(try run.outputs() == before)
  }

  @Test func linesOverTheLimitKeepTheirBytesInQuarantine() throws {
    let bench = try Workbench()
    let long = Array("{\"text\":\"".utf8) + [UInt8](repeating: 97, count: 3_000_000) + Array("\"}".utf8)
    let lines = [Array("{\"text\":\"one\"}".utf8), long, Array("{\"text\":\"two\"}".utf8)]
    try bench.scratch.write(lines.reduce(into: []) { $0 += $1 + [10] }, to: "in/x.jsonl")
    let (finished, run) = try bench.run("in", to: "out", ["--max-line-bytes", "2M"])
    #expect(finished.status == 2, "\(finished.errors)")
    let rows = try run.lines("quarantine", "x.jsonl.zst")
    #expect(rows.count == 1)
    let row = try Self.object(rows[0])
    #expect(row["reason"] as? String == "line_too_long")
    #expect([UInt8](Data(base64Encoded: row["raw_base64"] as! String)!) == long)
    #expect(try run.lines("keep", "x.jsonl.zst") == [lines[0], lines[2]])
  }

  @Test func aByteOrderMarkAndAMissingLastNewlineLoseNothing() throws {
    let bench = try Workbench()
    let content: [UInt8] = [0xef, 0xbb, 0xbf] + Array("{\"text\":\"a\"}\r\n{\"text\":\"b\"}".utf8)
    try bench.scratch.write(content, to: "in/x.jsonl")
    let (finished, run) = try bench.run("in", to: "out")
    #expect(finished.status == 0, "\(finished.errors)")
    let kept = try output("zstd", ["-qdc", run.folder + "/keep/x.jsonl.zst"])
    #expect(kept == content + [10])
  }

  @Test func fieldsMayLieDeep() throws {
    let bench = try Workbench()
    try bench.scratch.write("{\"doc\":{\"body\":\"zebra\"},\"m\":{\"uid\":9}}\n", to: "in/x.jsonl")
    let (finished, run) = try bench.run("in", to: "out", ["--fields", "text=doc.body,id=m.uid"])
    #expect(finished.status == 0, "\(finished.errors)")
    #expect(try run.query("SELECT document_id, route FROM decisions") == "9|drop\n")
  }

  @Test func keptDocumentsCanBeLeftOutOfTheLedgerButNotOfItsCounts() throws {
    let bench = try Workbench()
    try bench.scratch.write(Corpus(documents: 200, seed: 3).bytes, to: "in/x.jsonl")
    let (_, all) = try bench.run("in", to: "all")
    let (_, routed) = try bench.run("in", to: "routed", ["--ledger", "routed"])
    #expect(try routed.query("SELECT count(*) FROM decisions WHERE route = 'keep'") == "0\n")
    let counts = "SELECT route, sum(documents), sum(words) FROM totals GROUP BY route"
    #expect(try routed.query(counts) == all.query(counts))
    #expect(try routed.outputs() == all.outputs())
  }

  @Test func anExistingSafetyKeyIsNeverOverwritten() throws {
    let bench = try Workbench()
    try bench.scratch.write("{\"text\":\"zebra\",\"safety\":1}\n", to: "in/x.jsonl")
    let (first, run) = try bench.run("in", to: "out")
    #expect(first.status == 2)
    #expect(try run.query("SELECT reason FROM quarantine") == "safety_key_taken\n")
    let (second, renamed) = try bench.run("in", to: "renamed", ["--safety-key", "sluice"])
    #expect(second.status == 0, "\(second.errors)")
    let line = try #require(try renamed.lines("drop", "x.jsonl.zst").first)
    #expect(try Self.object(line)["safety"] as? Int == 1)
    #expect(try Self.object(line)["sluice"] is [String: Any])
  }

  @Test func everyDocumentHasItsAttributesRow() throws {
    let bench = try Workbench()
    let corpus = Corpus(documents: 200, seed: 4)
    try bench.scratch.write(try output("gzip", ["-c"], input: corpus.bytes), to: "in/documents/a/x.json.gz")
    let (_, run) = try bench.run("in", to: "out", ["--attributes"])
    let rows = try run.lines("attributes/sluice", "documents/a/x.json.gz").map { try Self.object($0) }
    #expect(rows.count == corpus.filled.count)
    for (row, line) in zip(rows, corpus.filled) {
      guard let document = try? Self.object(line), let id = document["id"] as? String else { continue }
      #expect(row["id"] as? String == id)
    }
  }

  @Test func queuesAndLedgerAreTheOwnersAlone() throws {
    let bench = try Workbench()
    try bench.scratch.write("{\"text\":\"zebra\"}\n", to: "in/x.jsonl")
    _ = try bench.run("in", to: "out")
    for name in try files(below: bench.path("out")) {
      let attributes = try FileManager.default.attributesOfItem(atPath: bench.path("out/" + name))
      #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
    }
    for name in ["out", "out/drop"] {
      let attributes = try FileManager.default.attributesOfItem(atPath: bench.path(name))
      #expect(attributes[.posixPermissions] as? Int == 0o700, "\(name)")
    }
  }

  @Test func noDocumentTextReachesOutputLogsOrLedger() throws {
    let bench = try Workbench()
    let canary = "xylograph"
    let lines = [
      "{\"id\":\"i\",\"text\":\"\(canary) zebra\"}", "{\"text\":\"\(canary)",
      "{\"text\":\"\(canary)\",\"text\":\"\(canary)\"}",
    ]
    try bench.scratch.write(lines.joined(separator: "\n"), to: "in/x.jsonl")
    let (finished, run) = try bench.run("in", to: "out")
    var printed = finished.text + finished.errors
    for arguments in [
      ["status", run.folder], ["explain", run.folder, "i"], ["explain", run.folder, "x.jsonl#2"],
      ["verify", run.folder],
    ] {
      let other = try TestSupport.run(sluiceBinary, arguments)
      printed += other.text + other.errors
    }
    printed += try sluice("scan", bench.path("in"), "--policy", bench.path("policy.yaml")).text
    #expect(!printed.contains(canary))
    for name in try files(below: run.folder) where !name.contains("/") {
      #expect(!String(decoding: try bytes(of: run.folder + "/" + name), as: UTF8.self).contains(canary), "\(name)")
    }
  }

  static func object(_ line: [UInt8]) throws -> [String: Any] {
    guard let object = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any] else {
      throw Failed(description: "not an object")
    }
    return object
  }

  /// The line up to the key's shard name, which differs between forms of one shard.
  private static func withoutKey(_ line: [UInt8]) -> [UInt8] {
    let marker = Array(",\"key\":\"".utf8)
    guard let at = (0..<line.count).first(where: { line[$0...].starts(with: marker) }) else { return line }
    return Array(line[..<at])
  }
}

import Foundation
import TestSupport

/// A finished run with everything a mix can take: kept documents, texts that stand in for what models make,
/// tagged documents. Routes go by plain words, so that no model's verdict moves the counts.
final class MixBench {
  let bench: Workbench
  let run: String

  /// One line of a mix, as everybody reads it.
  struct Line {
    var id: String
    var text: String
    var source: String
    var component: String
    var originKey: String
    var copy: Int
    var json: [String: Any]

    var words: Int {
      text.split(whereSeparator: { " \t\n\u{b}\u{c}\r".unicodeScalars.contains($0.unicodeScalars.first!) }).count
    }
  }

  init(documents: Int = 400, seed: UInt64 = 5, arguments: [String] = []) throws {
    bench = try Workbench()
    var generator = SeededGenerator(seed: seed)
    for shard in 0..<3 {
      var lines = (0..<documents / 3).map { Corpus.document($0 + shard * 1000, &generator, words: 5...60) }
      lines.insert("", at: 7)
      try bench.scratch.write(lines.joined(separator: "\n") + "\n", to: "in/s\(shard)/x.jsonl")
    }
    run = bench.path("out")
    let (finished, _) = try bench.run("in", to: "out", arguments)
    guard finished.status == 0 else { throw Failed(description: finished.errors) }
  }

  /// Puts a text into `synthetic/` for every row of a queue.
  func synthesize(_ stage: String, from queue: String, level: Int, words: Int = 30) throws {
    for shard in 0..<3 {
      let rows = try RunFiles(folder: run).lines(queue, "s\(shard)/x.jsonl.zst")
      let path = "synthetic/\(stage)/s\(shard).jsonl.zst"
      var lines = ""
      var sql = "BEGIN;"
      for (number, row) in rows.enumerated() {
        let object = try JSONSerialization.jsonObject(with: Data(row)) as? [String: Any] ?? [:]
        let key = (object["safety"] as? [String: Any])?["key"] as? String ?? ""
        let text = "\(stage) \(shard) \(number) " + Array(repeating: "calm", count: words).joined(separator: " ")
        lines +=
          #"{"id":"\#(stage)-\#(shard)-\#(number)","text":"\#(text)","source":"\#(stage)","metadata":{"stage":"#
          + #""\#(stage)","style":"plain","origin_key":"\#(key)","origin_score":\#(level),"model":"m-1","prompt":"p","#
          + #""prompt_version":"2","safety_score":0,"attempt":1,"parts":1,"request_hash":"\#(stage)-\#(shard)-\#(number)"}}"#
          + "\n"
        let request = "'\(stage)-\(shard)-\(number)'"
        sql += "INSERT INTO synthesis_requests VALUES (\(request), 1, 1, NULL);"
        sql += """
          INSERT INTO synthesis VALUES ('\(key)', '\(stage)', 'p', '2', 'plain', 'm-1', \(request), 1, 'accepted', 5, 5,
          \(level), 0, '\(path)', \(number + 1));
          """
      }
      let compressed = try output("zstd", ["-q", "-c"], input: Array(lines.utf8))
      let file = try bench.scratch.write(compressed, to: "out/" + path)
      // As `synthesize` records what it has published.
      let digest = String(decoding: try output("sha256sum", [file]).prefix(64), as: UTF8.self)
      sql +=
        "INSERT INTO synthesis_files VALUES ('\(path)', '\(stage)', \(rows.count), \(compressed.count), '\(digest)'); COMMIT;"
      _ = try output("sqlite3", [run + "/ledger.sqlite"], input: Array(sql.utf8))
    }
  }

  /// Everything the full recipe takes.
  func synthesizeAll() throws {
    try synthesize("recontextualize", from: "recontextualize", level: 2)
    try synthesize("refusals", from: "refusal", level: 4)
    try synthesize("moral-education", from: "refusal", level: 4, words: 20)
    let tagged = try sluice("tag", "--run", run, "--min-score", "0")
    guard tagged.status == 0 else { throw Failed(description: tagged.errors) }
  }

  func recipe(_ text: String) throws -> String {
    try bench.scratch.write("version: 1\n" + text, to: "recipe-\(UUID().uuidString).yaml")
  }

  func mix(
    _ recipe: String, to name: String, _ arguments: String..., environment: [String: String] = [:]
  ) throws -> Finished {
    try TestSupport.run(
      sluiceBinary, ["mix", "--run", run, "--recipe", recipe, "--output", bench.path(name)] + arguments,
      environment: environment)
  }

  /// All lines of a mix in the order of training, read by the programs everybody has.
  func lines(_ name: String) throws -> [Line] {
    try files(below: bench.path(name) + "/documents").flatMap { file in
      try RunFiles(folder: bench.path(name)).lines("documents", file).map { bytes in
        let json = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any] ?? [:]
        let metadata = json["metadata"] as? [String: Any] ?? [:]
        return Line(
          id: json["id"] as? String ?? "", text: json["text"] as? String ?? "",
          source: json["source"] as? String ?? "", component: metadata["component"] as? String ?? "",
          originKey: metadata["origin_key"] as? String ?? "", copy: metadata["copy"] as? Int ?? 0, json: json)
      }
    }
  }

  func manifest(_ name: String) throws -> [String: Any] {
    let data = Data(try bytes(of: bench.path(name) + "/manifest.json"))
    return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
  }
}

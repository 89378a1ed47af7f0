import Foundation
import TestSupport

/// A corpus written for the tests: plain sentences, of which some hold a word that the test policy
/// routes, and every kind of line a real shard surprises with.
struct Corpus {
  /// Lines of one shard, without their ends.
  var lines: [[UInt8]]

  /// Routes by plain words, so that tests of the machinery do not depend on a model's verdicts.
  static let policy = """
    version: 1
    rules:
      - name: dropped-word
        when: {terms: {values: [zebra]}}
        route: drop
      - name: refused-word
        when: {terms: {values: [lantern]}}
        route: refusal
      - name: rewritten-word
        when: {terms: {values: [harbour]}}
        route: recontextualize
      - name: rest
        route: keep

    """

  private static let words = """
    the a of and in to was is river garden letter morning window bread teacher winter song market train \
    paper field small quiet bright early walked found wrote carried opened remembered
    """.split(separator: " ").map(String.init)

  /// A document's sentence, as a JSON object.
  static func document(_ index: Int, _ generator: inout SeededGenerator, words count: ClosedRange<Int> = 5...400)
    -> String
  {
    var text = (0..<Int.random(in: count, using: &generator)).map { _ in words.randomElement(using: &generator)! }
    switch index % 10 {
    case 3: text.append("harbour")
    case 6: text.append("lantern")
    case 9: text.append("zebra")
    default: break
    }
    let id = index % 7 == 0 ? "" : "\"id\":\(index % 5 == 0 ? "\(index)" : "\"doc-\(index / 2)\""),"
    let source = index % 4 == 0 ? "" : ",\"source\":\"s\(index % 3)\""
    return "{\(id)\"text\":\"\(text.joined(separator: " ")) \\u00e9\\n\(index)\"\(source),\"n\": [1, {\"a\":null}]}"
  }

  init(documents: Int, seed: UInt64, oddities: Bool = true, words: ClosedRange<Int> = 5...400) {
    var generator = SeededGenerator(seed: seed)
    lines = (0..<documents).map { Array(Self.document($0, &generator, words: words).utf8) }
    guard oddities else { return }
    let odd: [[UInt8]] = [
      [], Array("  \t".utf8), Array("not json".utf8), Array("[1]".utf8), Array("{\"text\":5}".utf8), Array("{}".utf8),
      Array("{\"text\":\"".utf8) + [0xff] + Array("\"}".utf8), Array("{\"text\":\"\\ud800\"}".utf8),
      Array("{\"text\":\"a\",\"text\":\"b\"}".utf8), Array("{\"text\":\"s\",\"safety\":1}".utf8),
      Array("  {\"text\" : \"spaced harbour\" , \"id\":null}  \r".utf8), Array("{\"text\":\"\"}".utf8),
      Array("{\"text\":\"line\u{2028}separator zebra\"}".utf8),
    ]
    for (index, line) in odd.enumerated() { lines.insert(line, at: min(lines.count, 3 + index * 5)) }
  }

  /// Lines that are neither empty nor white space.
  var filled: [[UInt8]] { lines.filter { !$0.allSatisfy { [32, 9, 13].contains($0) } } }

  var bytes: [UInt8] { lines.reduce(into: []) { $0 += $1 + [10] } }
}

/// A finished run, read back from its files.
struct RunFiles {
  let folder: String
  /// Kept alive, since the folder goes with it.
  var scratch: Scratch?

  /// Lines of a lane's file, decompressed by the programs everybody has.
  func lines(_ lane: String, _ name: String) throws -> [[UInt8]] {
    let path = "\(folder)/\(lane)/\(name)"
    guard FileManager.default.fileExists(atPath: path) else { return [] }
    let content = try output(
      path.hasSuffix(".gz") ? "gzip" : "zstd", path.hasSuffix(".gz") ? ["-dc", path] : ["-qdc", path])
    var lines = content.split(separator: 10, omittingEmptySubsequences: false).map(Array.init)
    if lines.last == [] { lines.removeLast() }
    return lines
  }

  /// Every output file's bytes by name: the queues, the quarantine, the attributes.
  func outputs() throws -> [String: [UInt8]] {
    var all: [String: [UInt8]] = [:]
    for name in try files(below: folder) where name.contains("/") { all[name] = try bytes(of: folder + "/" + name) }
    return all
  }

  /// The ledger's rows that must not depend on timing, as text.
  func rows() throws -> String {
    let queries = [
      "SELECT s.path, d.* FROM decisions d JOIN shards s ON s.id = d.shard_id ORDER BY 1, 3",
      "SELECT s.path, q.* FROM quarantine q JOIN shards s ON s.id = q.shard_id ORDER BY 1, 3",
      "SELECT s.path, t.* FROM totals t JOIN shards s ON s.id = t.shard_id ORDER BY 1, 3, 4, 5, 6, 7, 8",
      "SELECT s.path, o.* FROM outputs o JOIN shards s ON s.id = o.shard_id ORDER BY 1, 3",
      "SELECT path, input_sha256, input_bytes, lines, blank_lines, state, error FROM shards ORDER BY 1",
    ]
    return try query(queries.joined(separator: "; SELECT '--'; "))
  }

  /// One query's answer by Debian's `sqlite3`.
  func query(_ sql: String) throws -> String {
    String(decoding: try output("sqlite3", ["-readonly", folder + "/ledger.sqlite", sql]), as: UTF8.self)
  }

  func isSame(as other: RunFiles) throws -> Bool { try isSame(as: other.state()) }

  /// Whether `_SUCCESS` is there though a shard is not committed.
  func claimsTooMuch() throws -> Bool {
    guard FileManager.default.fileExists(atPath: folder + "/_SUCCESS") else { return false }
    return try query("SELECT count(*) FROM shards WHERE state <> 'done'") != "0\n"
  }

  /// All that must not depend on timing; taken once where many runs are compared with one.
  struct State {
    var outputs: [String: [UInt8]]
    var rows: String
  }

  func state() throws -> State { State(outputs: try outputs(), rows: try rows()) }

  func isSame(as other: State) throws -> Bool { try outputs() == other.outputs && rows() == other.rows }
}

/// A scratch folder with a corpus, the test policy and a way to run sluice on it.
final class Workbench {
  let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    try scratch.write(Corpus.policy, to: "policy.yaml")
  }

  func path(_ name: String) -> String { scratch.file(name) }

  func run(
    _ input: String, to folder: String, _ arguments: [String] = [], environment: [String: String] = [:]
  ) throws -> (finished: Finished, files: RunFiles) {
    let finished = try TestSupport.run(
      sluiceBinary, ["run", path(input), "-o", path(folder), "--policy", path("policy.yaml")] + arguments,
      environment: environment)
    return (finished, RunFiles(folder: path(folder), scratch: scratch))
  }

  /// Options that make a small run checkpoint, and use two workers.
  static let small = ["--checkpoint-bytes", "1M", "--jobs", "2"]

  /// A bench with three shards: one of several chunks, two small ones.
  static func threeShards() throws -> Workbench {
    let bench = try Workbench()
    try bench.scratch.write(
      try output("gzip", ["-1c"], input: Corpus(documents: 2600, seed: 1).bytes), to: "in/a.jsonl.gz")
    try bench.scratch.write(
      try output("zstd", ["-qc"], input: Corpus(documents: 120, seed: 2).bytes), to: "in/b.jsonl.zst")
    try bench.scratch.write(Corpus(documents: 80, seed: 3).bytes, to: "in/c/d.jsonl")
    return bench
  }
}

import Foundation
import TestSupport
import Testing

/// Every way a shard can look or break (docs/reliability.md has the table), through the whole program: what
/// readers must accept gives the same lines in every form; what is broken fails alone, says where and what to
/// do, leaves nothing behind, and is done again once it is mended.
struct DamageTableTests {
  enum Codec: String, CaseIterable {
    case plain, gzip, zstd

    var name: String { ["plain": "x.jsonl", "gzip": "x.jsonl.gz", "zstd": "x.jsonl.zst"][rawValue]! }

    func compress(_ bytes: [UInt8]) throws -> [UInt8] {
      switch self {
      case .plain: bytes
      case .gzip: try output("gzip", ["-c"], input: bytes)
      case .zstd: try output("zstd", ["-qc"], input: bytes)
      }
    }
  }

  enum Form: String, CaseIterable {
    case whole, twoMembers, manyMembers, paddedOrSkippable, noContentSize, longWindow, lyingName, noFinalLineEnd

    func bytes(_ codec: Codec, _ content: [UInt8]) throws -> [UInt8]? {
      let cut = content.count / 3
      let parts = [Array(content[..<cut]), Array(content[cut...])]
      switch (self, codec) {
      case (.whole, _), (.lyingName, _): return try codec.compress(content)
      case (.noFinalLineEnd, _): return try codec.compress(Array(content.dropLast()))
      case (_, .plain): return nil
      case (.twoMembers, _): return try parts.flatMap { try codec.compress($0) }
      case (.manyMembers, _):
        let step = content.count / 40
        return try stride(from: 0, to: content.count, by: step).flatMap {
          try codec.compress(Array(content[$0..<min($0 + step, content.count)]))
        }
      case (.paddedOrSkippable, .gzip): return try codec.compress(content) + [UInt8](repeating: 0, count: 4096)
      case (.paddedOrSkippable, .zstd):
        let skippable: [UInt8] = [0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]
        return try skippable + codec.compress(parts[0]) + skippable + codec.compress(parts[1]) + skippable
      case (.noContentSize, .zstd):
        return try output("zstd", ["-qc", "--no-content-size", "--no-check"], input: content)
      case (.longWindow, .zstd): return try output("zstd", ["-qc", "--long=27"], input: content)
      case (.noContentSize, .gzip), (.longWindow, .gzip): return nil
      }
    }
  }

  @Test(arguments: Codec.allCases)
  func everyFormOfAShardGivesTheSameLines(_ codec: Codec) throws {
    let content = Corpus(documents: 150, seed: 1).bytes
    let bench = try Workbench()
    try bench.scratch.write(content, to: "reference/x.jsonl")
    let (_, reference) = try bench.run("reference", to: "out")
    let decisions = "SELECT line, document_id, content_hash, route, rule FROM decisions ORDER BY line"
    for form in Form.allCases {
      guard let bytes = try form.bytes(codec, content) else { continue }
      let name = form == .lyingName ? "x.jsonl" + (codec == .gzip ? ".zst" : ".gzip") : codec.name
      try bench.scratch.write(bytes, to: "\(form)/\(name)")
      let (finished, run) = try bench.run("\(form)", to: "out-\(form)")
      #expect(finished.status == 2, "\(form): \(finished.errors)")
      #expect(try run.query(decisions) == reference.query(decisions), "\(form)")
      #expect(try run.lines("keep", "x.jsonl.zst") == reference.lines("keep", "x.jsonl.zst"), "\(form)")
      let verified = try sluice("verify", run.folder, "--inputs")
      #expect(verified.status == 0, "\(form): \(verified.text)")
    }
  }

  enum Damage: String, CaseIterable {
    case cutEarly, cutLate, flippedBit, flippedCheck, garbageAfter, wrongMagic, empty

    /// - Returns: nil if the form cannot be broken so that anybody could tell.
    func apply(_ codec: Codec, _ whole: [UInt8]) -> [UInt8]? {
      guard codec != .plain else { return nil }
      var bytes = whole
      switch self {
      case .cutEarly: return Array(whole[..<(whole.count / 4)])
      case .cutLate: return Array(whole.dropLast())
      case .flippedBit: bytes[whole.count / 2] ^= 4
      case .flippedCheck: bytes[whole.count - 3] ^= 1
      case .garbageAfter: bytes += Array("garbage".utf8)
      case .wrongMagic: bytes[0] ^= 0xff
      case .empty: return []
      }
      return bytes
    }
  }

  @Test(arguments: [Codec.gzip, .zstd], Damage.allCases)
  func aDamagedShardFailsAloneAndIsDoneOnceItIsMended(_ codec: Codec, _ damage: Damage) throws {
    let whole = try codec.compress(Corpus(documents: 300, seed: 3).bytes)
    guard let broken = damage.apply(codec, whole) else { return }
    let bench = try Workbench()
    try bench.scratch.write(Corpus(documents: 40, seed: 4).bytes, to: "in/fine.jsonl")
    try bench.scratch.write(broken, to: "in/\(codec.name)")
    let (first, run) = try bench.run("in", to: "out", ["--attributes"])
    #expect(first.status == 2, "\(first.errors)")
    #expect(try run.query("SELECT path, state FROM shards ORDER BY path") == "fine.jsonl|done\n\(codec.name)|failed\n")
    let error = try run.query("SELECT error FROM shards WHERE state = 'failed'")
    #expect(error.contains(bench.path("in/\(codec.name)")) && error.contains("at byte"), "\(error)")
    #expect(error.contains("fetch the shard again"), "the remedy: \(error)")
    #expect(try files(below: run.folder).filter { $0.contains("/x.") } == [])
    #expect(!FileManager.default.fileExists(atPath: run.folder + "/_SUCCESS"))
    #expect(try sluice("verify", run.folder, "--inputs").status == 0, "what is committed is whole")

    try bench.scratch.write(whole, to: "in/\(codec.name)")
    let (second, _) = try bench.run("in", to: "out", ["--attributes"])
    #expect(second.status == 2, "\(second.errors)")
    #expect(try run.query("SELECT attempts FROM shards ORDER BY path") == "1\n2\n", "only the failed one")
    #expect(try run.isSame(as: bench.run("in", to: "undisturbed", ["--attributes"]).files))
  }

  @Test(arguments: [Codec.gzip, .zstd], [Damage.cutEarly, .cutLate, .flippedBit, .flippedCheck, .garbageAfter])
  func salvageCommitsWhatCanBeReadAndSaysSo(_ codec: Codec, _ damage: Damage) throws {
    let content = Corpus(documents: 3000, seed: 5, oddities: false).bytes
    guard let broken = damage.apply(codec, try codec.compress(content)) else { return }
    let bench = try Workbench()
    try bench.scratch.write(broken, to: "in/\(codec.name)")
    let (finished, run) = try bench.run("in", to: "out", ["--salvage"])
    #expect(finished.status == 2, "\(finished.errors)")
    #expect(try run.query("SELECT count(*) FROM shards WHERE salvaged LIKE '%at byte%'") == "1\n")
    let torn = try run.query("SELECT line, reason FROM quarantine")
    let lines = try #require(Int(run.query("SELECT lines FROM shards").dropLast()))
    // What follows a flipped bit may be read for a while before the damage shows, as lines that are none.
    #expect(damage == .flippedBit || torn == "" || torn == "\(lines)|torn_line\n", "\(torn)")
    // No fewer than the programs everybody has give before they stop.
    let program = try TestSupport.run(codec.rawValue, codec == .gzip ? ["-dc"] : ["-qdc"], input: broken)
    #expect(lines >= program.output.count { $0 == 10 })
    let verified = try sluice("verify", run.folder, "--inputs")
    #expect(verified.status == 0, "\(verified.text)")
  }

  @Test func whatCannotBeOpenedFailsAloneAndIsDoneOnceItIsThere() throws {
    let bench = try Workbench()
    try bench.scratch.write(Corpus(documents: 40, seed: 4).bytes, to: "in/fine.jsonl")
    try bench.scratch.write("{\"text\":\"late\"}\n", to: "elsewhere/x.jsonl")
    let links = ["gone.jsonl.gz": bench.path("nowhere"), "self.jsonl": "self.jsonl"]
    for (link, target) in links {
      try FileManager.default.createSymbolicLink(atPath: bench.path("in/" + link), withDestinationPath: target)
    }
    let (first, run) = try bench.run("in", to: "out")
    #expect(first.status == 2, "\(first.errors)")
    #expect(
      try run.query("SELECT path, state FROM shards ORDER BY path")
        == "fine.jsonl|done\ngone.jsonl.gz|failed\nself.jsonl|failed\n")
    for link in links.keys { #expect(first.text.contains("failed \(link): \(bench.path("in/" + link)): cannot open")) }
    for link in links.keys {
      try FileManager.default.removeItem(atPath: bench.path("in/" + link))
      try FileManager.default.createSymbolicLink(
        atPath: bench.path("in/" + link), withDestinationPath: bench.path("elsewhere/x.jsonl"))
    }
    #expect(try bench.run("in", to: "out").finished.status == 2)
    #expect(
      try run.query("SELECT state, attempts FROM shards ORDER BY path") == "done|1\ndone|2\ndone|2\n")
  }

  @Test func aWindowOverTheLimitNamesItsOption() throws {
    let bench = try Workbench()
    let big = try bench.scratch.write(Corpus(documents: 3000, seed: 6, oddities: false).bytes, to: "big")
    try bench.scratch.write(
      try output("zstd", ["-qc", "--long=21", "--no-content-size", big]), to: "in/x.jsonl.zst")
    let (refused, _) = try bench.run("in", to: "out", ["--max-window-log", "20"])
    #expect(refused.status == 2)
    #expect(refused.text.contains("--max-window-log"))
    #expect(try bench.run("in", to: "wide", ["--max-window-log", "21"]).finished.status == 0)
  }

  @Test(arguments: Codec.allCases)
  func onlyAManifestFindsACutBetweenFrames(_ codec: Codec) throws {
    let bench = try Workbench()
    let parts = try [7, 8].map { try codec.compress(Corpus(documents: 30, seed: $0, oddities: false).bytes) }
    let whole = try bench.scratch.write(parts[0] + parts[1], to: "in/\(codec.name)")
    _ = try bench.run("in", to: "whole")
    let manifest = bench.path("in.csv")
    _ = try sluice("verify", bench.path("whole"), "--manifest-out", manifest)
    let inputs = String(decoding: try bytes(of: manifest), as: UTF8.self).split(separator: "\n")
      .filter { $0.hasPrefix("in/") }
    try bench.scratch.write(inputs.joined(separator: "\n"), to: "in.csv")

    try Data(parts[0]).write(to: URL(fileURLWithPath: whole))
    let (blind, cut) = try bench.run("in", to: "blind")
    #expect(blind.status == 0, "such a file looks whole")
    #expect(try sluice("verify", cut.folder, "--manifest", manifest).text.contains("says rows 60, the run has 30"))
    let seeing = try sluice(
      "run", "--manifest", manifest, "-o", bench.path("seeing"), "--policy", bench.path("policy.yaml"))
    #expect(seeing.status == 2)
    #expect(seeing.text.contains("the manifest says rows 60"))
    #expect(try RunFiles(folder: bench.path("seeing")).outputs() == [:])
  }
}

import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// Promise: what is not the run's own is neither adopted nor written through.
struct ForeignContentTests {
  private func finished() throws -> (bench: Workbench, run: RunFiles) {
    let bench = try Workbench()
    try bench.scratch.write(Corpus(documents: 40, seed: 1).bytes, to: "in/x.jsonl")
    let (_, run) = try bench.run("in", to: "out")
    return (bench, run)
  }

  /// Every command that takes a run's folder.
  private func expectRefused(_ bench: Workbench, _ run: RunFiles, _ comment: String) throws {
    let before = try files(below: run.folder + "/keep").map { try bytes(of: run.folder + "/keep/" + $0) }
    let ledger = try bytes(of: run.folder + "/ledger.sqlite")
    let commands: [[String]] = [
      ["status", run.folder], ["report", run.folder], ["verify", run.folder], ["explain", run.folder, "x.jsonl#1"],
      ["ledger", "export", run.folder],
      ["mix", "--run", run.folder, "--recipe", "score-0", "--output", bench.path("mix")], ["tag", "--run", run.folder],
      ["synthesize", "refusals", "--run", run.folder, "--model", "m", "--batch", bench.path("batch")],
      ["run", bench.path("in"), "-o", run.folder, "--policy", bench.path("policy.yaml")],
    ]
    for command in commands {
      let refused = try TestSupport.run(sluiceBinary, command)
      #expect(refused.status == 1, "\(comment): \(command): \(refused.text)\(refused.errors)")
      #expect(refused.errors.contains("ledger.sqlite"), "\(comment): \(command): \(refused.errors)")
    }
    #expect(try files(below: run.folder + "/keep").map { try bytes(of: run.folder + "/keep/" + $0) } == before)
    #expect(try bytes(of: run.folder + "/ledger.sqlite") == ledger, "\(comment): the file was changed")
  }

  @Test func anEmptiedOrForeignLedgerIsRefused() throws {
    let (bench, run) = try finished()
    let path = run.folder + "/ledger.sqlite"
    try Data().write(to: URL(fileURLWithPath: path))
    try expectRefused(bench, run, "empty")
    try FileManager.default.removeItem(atPath: path)
    _ = try output("sqlite3", [path, "CREATE TABLE recipes (name TEXT)"])
    try expectRefused(bench, run, "another program's")
    try FileManager.default.removeItem(atPath: path)
    _ = try output(
      "sqlite3",
      [path, "CREATE TABLE recipes (name TEXT); PRAGMA application_id = 1936487756; PRAGMA user_version = 3"])
    try expectRefused(bench, run, "another program's with our mark")
  }

  @Test(arguments: ["-journal", "-wal"])
  func whatIsPlantedBesideALedgerIsNotPlayedBack(_ suffix: String) throws {
    let (bench, run) = try finished()
    let path = run.folder + "/ledger.sqlite"
    if suffix == "-journal" {
      // A rollback journal of a large transaction on another database, as a crash leaves it.
      let journal = [UInt8]([0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7]) + [UInt8](repeating: 7, count: 100_000)
      try Data(journal).write(to: URL(fileURLWithPath: path + suffix))
    } else {
      try FileManager.default.createSymbolicLink(atPath: path + suffix, withDestinationPath: bench.path("elsewhere"))
    }
    try expectRefused(bench, run, suffix)
    #expect(!FileManager.default.fileExists(atPath: bench.path("elsewhere")))
  }

  @Test func aTasksEmptiedLedgerIsRefused() throws {
    let bench = try Workbench()
    for name in ["a", "b"] { try bench.scratch.write(Corpus(documents: 20, seed: 1).bytes, to: "in/\(name).jsonl") }
    let task = ["--shard-index", "0", "--shard-count", "2"]
    let (_, run) = try bench.run("in", to: "out", task)
    try Data().write(to: URL(fileURLWithPath: run.folder + "/ledger-parts/0000-of-0002.sqlite"))
    let (again, _) = try bench.run("in", to: "out", task)
    #expect(again.status == 1 && again.errors.contains("has no record of keep/"), "\(again.errors)")
  }

  @Test(arguments: ["refusal", "keep", "attributes", "attributes/sluice", "keep/sub", "quarantine"])
  func aFolderThatIsALinkIsNotWrittenThrough(_ name: String) throws {
    let bench = try Workbench()
    try bench.scratch.write(Corpus(documents: 40, seed: 1).bytes, to: "in/sub/x.jsonl")
    try bench.scratch.write(Corpus(documents: 40, seed: 2).bytes, to: "in/y.jsonl")
    // On creation, after the first moments; and on resume, once there are partial files.
    for touch in [3, 9] {
      let folder = "out-\(touch)"
      let (killed, run) = try bench.run(
        "in", to: folder, ["--attributes", "--checkpoint-bytes", "1K", "--jobs", "1"],
        environment: ["SLUICE_FAULT": "kill:\(touch)"])
      #expect(killed.status == 137)
      let path = run.folder + "/" + name
      let elsewhere = bench.path("elsewhere-\(touch)")
      if FileManager.default.fileExists(atPath: path) {
        try FileManager.default.moveItem(atPath: path, toPath: elsewhere)
      } else {
        try FileManager.default.createDirectory(atPath: elsewhere, withIntermediateDirectories: true)
        try FileManager.default.createDirectory(
          atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      }
      try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: elsewhere)
      let before = try files(below: elsewhere)
      let (again, _) = try bench.run("in", to: folder, ["--attributes", "--checkpoint-bytes", "1K", "--jobs", "1"])
      #expect(again.status == 1, "\(touch): \(again.text)")
      #expect(again.errors.contains("\(name): is a symbolic link"), "\(touch): \(again.errors)")
      #expect(try files(below: elsewhere) == before)
    }
  }

  @Test(arguments: ["tagged", "tagged-quarantine", "synthetic", "synthetic/refusals"])
  func laterStagesWriteThroughNoLinkEither(_ name: String) throws {
    let (bench, run) = try finished()
    try FileManager.default.createDirectory(atPath: bench.path("elsewhere"), withIntermediateDirectories: true)
    try FileManager.default.createDirectory(atPath: run.folder + "/synthetic", withIntermediateDirectories: true)
    if name == "synthetic" { try FileManager.default.removeItem(atPath: run.folder + "/synthetic") }
    try FileManager.default.createSymbolicLink(
      atPath: run.folder + "/" + name, withDestinationPath: bench.path("elsewhere"))
    let command =
      name.hasPrefix("tagged")
      ? ["tag", "--run", run.folder, "--min-score", "0"]
      : ["synthesize", "refusals", "--run", run.folder, "--model", "m", "--batch", bench.path("batch")]
    let refused = try TestSupport.run(sluiceBinary, command)
    #expect(refused.status == 1, "\(refused.text)")
    #expect(refused.errors.contains("is a symbolic link"), "\(refused.errors)")
    #expect(try files(below: bench.path("elsewhere")) == [])
  }

  /// The output folder itself may be a link: it is resolved once.
  @Test func theOutputFolderMayBeALink() throws {
    let bench = try Workbench()
    try bench.scratch.write(Corpus(documents: 20, seed: 1).bytes, to: "in/x.jsonl")
    try FileManager.default.createDirectory(atPath: bench.path("real"), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: bench.path("out"), withDestinationPath: bench.path("real"))
    let (finished, _) = try bench.run("in", to: "out")
    #expect(finished.status == 2, "\(finished.errors)")
    #expect(try sluice("verify", bench.path("out")).status == 0)
  }

  /// What a run commits was read from one file: its digest is of the bytes that were decoded.
  @Test(arguments: ["plain", "gzip", "zstd"], [100, 900_000])
  func aShardThatChangedBehindItsCheckpointBeginsAnew(_ codec: String, _ place: Int) throws {
    let bench = try Workbench()
    let content = Corpus(documents: 6000, seed: 1).bytes
    var changed = content
    // One letter of a word.
    let letter = try #require(changed[place...].firstIndex(of: UInt8(ascii: "v")))
    changed[letter] = UInt8(ascii: "w")
    func compressed(_ bytes: [UInt8]) throws -> [UInt8] {
      switch codec {
      case "gzip": try output("gzip", ["-n1c"], input: bytes)
      case "zstd": try output("zstd", ["-q1c"], input: bytes)
      default: bytes
      }
    }
    let (old, new) = (try compressed(content), try compressed(changed))
    // The same size, with zeros that gzip tolerates behind its last member, and a skippable frame for zstd.
    let size = max(old.count, new.count) + 16
    func padded(_ bytes: [UInt8]) -> [UInt8] {
      let rest = size - bytes.count
      switch codec {
      case "plain": return bytes
      case "gzip": return bytes + [UInt8](repeating: 0, count: rest)
      default:
        let length = UInt32(rest - 8)
        let head: [UInt8] = [0x50, 0x2a, 0x4d, 0x18] + (0..<4).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
        return bytes + head + [UInt8](repeating: 0, count: Int(length))
      }
    }
    let path = try bench.scratch.write(padded(old), to: "in/x.jsonl")
    let time = timespec(tv_sec: 1_700_000_000, tv_nsec: 5)
    func setTime() { #expect(utimensat(AT_FDCWD, path, [time, time], 0) == 0) }
    setTime()
    let options = ["--checkpoint-bytes", "1M", "--jobs", "1"]
    let (killed, run) = try bench.run("in", to: "out", options, environment: ["SLUICE_FAULT": "kill:40"])
    #expect(killed.status == 137)
    #expect(try run.query("SELECT position > 1000000 FROM checkpoints") == "1\n")

    let file = try #require(FileHandle(forWritingAtPath: path))
    try file.write(contentsOf: Data(padded(new)))
    try file.close()
    setTime()
    let (again, _) = try bench.run("in", to: "out", options)
    #expect(again.errors.contains("x.jsonl: begun anew"), "\(again.errors)")
    let sha256 = String(decoding: try output("sha256sum", [path]).prefix(64), as: UTF8.self)
    #expect(try run.query("SELECT input_sha256 FROM shards") == sha256 + "\n")
    #expect(try sluice("verify", run.folder, "--inputs").status == 0)
    let (_, whole) = try bench.run("in", to: "whole")
    #expect(try run.isSame(as: whole))
  }

  /// A model decides as it was read, whatever becomes of its file.
  @Test(arguments: ["overwritten", "truncated"])
  func aModelThatIsChangedDuringARunDecidesAsItWasRead(_ what: String) throws {
    let bench = try Workbench()
    try bench.scratch.write(Corpus(documents: 6000, seed: 1).bytes, to: "in/x.jsonl")
    let builtIn = try bytes(
      of: URL(fileURLWithPath: #filePath).deletingLastPathComponent().path
        + "/../../Sources/CDefaults/default.safetensors")
    let model = try bench.scratch.write(builtIn, to: "m.safetensors")
    let (_, whole) = try bench.run("in", to: "whole", ["--model", model])
    let process = try Spawned(
      sluiceBinary,
      [
        "run", bench.path("in"), "-o", bench.path("out"), "--policy", bench.path("policy.yaml"), "--model", model,
        "--jobs", "1",
      ], environment: ["SLUICE_FAULT": "pause:1"], files: ["/dev/null", "/dev/null", bench.path("errors")])
    #expect(process.pauses(atFirstSightOf: bench.path("out/keep/x.jsonl.zst.partial")))
    let file = try #require(FileHandle(forWritingAtPath: model))
    if what == "truncated" {
      try file.truncate(atOffset: 0)
    } else {
      try file.write(contentsOf: Data(builtIn.map { $0 ^ 0x55 }))
    }
    try file.close()
    #expect(process.wait() == 2)
    #expect(try RunFiles(folder: bench.path("out")).isSame(as: whole))
    let digest = String(decoding: try output("sha256sum", [], input: builtIn).prefix(64), as: UTF8.self)
    #expect(try RunFiles(folder: bench.path("out")).query("SELECT model_sha256 FROM runs") == digest + "\n")
  }
}

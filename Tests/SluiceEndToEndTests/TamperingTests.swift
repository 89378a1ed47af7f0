import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// Promise: `verify` names what was added to a run's folder, replaced or opened to others after the run.
struct TamperingTests {
  private func finished(_ arguments: [String] = []) throws -> (bench: Workbench, run: RunFiles) {
    let bench = try Workbench()
    try bench.scratch.write(Corpus(documents: 40, seed: 1).bytes, to: "in/a/x.jsonl")
    try bench.scratch.write(Corpus(documents: 20, seed: 2).bytes, to: "in/b.jsonl")
    let (finished, run) = try bench.run("in", to: "out", arguments)
    #expect(finished.status == 2, "\(finished.errors)")
    return (bench, run)
  }

  private func expect(_ named: String, in run: RunFiles, _ comment: String = "") throws {
    let verified = try sluice("verify", run.folder)
    #expect(verified.status == 1, "\(comment)")
    #expect((verified.text + verified.errors).contains(named), "\(comment)\(verified.text)\(verified.errors)")
  }

  private func edit(_ run: RunFiles, _ sql: String) throws {
    _ = try output("sqlite3", [run.folder + "/ledger.sqlite", sql])
  }

  @Test(arguments: [
    ("ALTER TABLE decisions ADD COLUMN reviewer TEXT", "table decisions is not as sluice makes it"),
    ("ALTER TABLE shards RENAME COLUMN attempts TO tries", "table shards is not as sluice makes it"),
    ("CREATE TABLE notes (text TEXT)", "table notes is not one of sluice's"),
    ("CREATE INDEX by_score ON decisions (score)", "index by_score is not one of sluice's"),
    ("DROP INDEX synthesis_request", "index synthesis_request is missing"),
    ("CREATE VIEW easy AS SELECT * FROM decisions", "view easy"),
    ("INSERT INTO grdb_migrations VALUES ('5 more')", "grdb_migrations is not as sluice makes it"),
    ("CREATE TRIGGER quiet AFTER INSERT ON outputs BEGIN DELETE FROM outputs; END", "trigger quiet"),
  ])
  func whatWasAddedToTheLedgersSchemaIsNamed(_ sql: String, _ named: String) throws {
    let (_, run) = try finished()
    try edit(run, sql)
    try expect(named, in: run)
  }

  @Test(arguments: ["quarantine", "refusal"])
  func anEditedRowIsFoundThoughTheDigestsAreRight(_ lane: String) throws {
    let (_, run) = try finished()
    // Whoever edits the file can also write its digest into the ledger, and recompute the chain; the rows still tell.
    let path = "\(lane)/a/x.jsonl.zst"
    let text = String(decoding: try output("zstd", ["-qdc", run.folder + "/" + path]), as: UTF8.self)
    let edited =
      lane == "quarantine"
      ? text.replacingOccurrences(of: "\"reason\":\"not_json\"", with: "\"reason\":\"not_utf8\"")
      : text.replacingOccurrences(of: "\"safety_score\":0", with: "\"safety_score\":1")
    #expect(edited != text)
    let content = try output("zstd", ["-qc"], input: Array(edited.utf8))
    try Data(content).write(to: URL(fileURLWithPath: run.folder + "/" + path))
    let sha256 = String(decoding: try output("sha256sum", [run.folder + "/" + path]).prefix(64), as: UTF8.self)
    try edit(run, "UPDATE outputs SET bytes = \(content.count), sha256 = '\(sha256)' WHERE path = '\(path)'")
    try expect(lane == "quarantine" ? "the reason that the ledger has" : "has another score", in: run)
  }

  @Test(arguments: [
    ("\"modelSHA256\" : \"", "\"modelSHA256\" : \"0"), ("\"shards\" : 2", "\"shards\" : 1"),
    ("\"shards\" : 2", "\"shards\" : 3"), ("\"inputBytes\" : ", "\"inputBytes\" : 1"),
    ("\"salvage\" : false", "\"salvage\" : true"), ("\"genesisHash\" : \"", "\"genesisHash\" : \"0"),
    ("\"inputsSHA256\" : \"", "\"inputsSHA256\" : \"0"), ("\"model\" : \"", "\"model\" : \"x"),
    ("\"format\" : 1", "\"format\" : 2"), ("{\n", "{\n  \"approved\" : true,\n"), ("{", "["),
  ])
  func anEditedRunFileIsFound(_ old: String, _ new: String) throws {
    let (_, run) = try finished()
    let path = run.folder + "/run.json"
    let text = String(decoding: try bytes(of: path), as: UTF8.self)
    let range = try #require(text.range(of: old))
    let edited = text.replacingCharacters(in: range, with: new)
    try Data(edited.utf8).write(to: URL(fileURLWithPath: path))
    try expect("run.json", in: run, "\(new): ")
  }

  @Test func aMissingRunFileIsFound() throws {
    let (_, run) = try finished()
    try FileManager.default.removeItem(atPath: run.folder + "/run.json")
    try expect("run.json: is missing", in: run)
  }

  /// The same inputs, model, policy and options but one: the other ledger's chain is sound.
  @Test func theLedgerOfAnotherRunInPlaceOfTheOwnIsFound() throws {
    let (bench, run) = try finished()
    let (_, routed) = try bench.run("in", to: "routed", ["--ledger", "routed"])
    try bench.scratch.write(Corpus(documents: 40, seed: 1).bytes, to: "in2/a/y.jsonl")
    let (_, other) = try bench.run("in2", to: "other")
    for replacement in [routed, other] {
      let path = run.folder + "/ledger.sqlite"
      try FileManager.default.removeItem(atPath: path)
      try FileManager.default.copyItem(atPath: replacement.folder + "/ledger.sqlite", toPath: path)
      for command in [["verify", run.folder], ["status", run.folder], ["report", run.folder]] {
        let refused = try TestSupport.run(sluiceBinary, command)
        #expect(refused.status == 1, "\(command)")
        let said = refused.text + refused.errors
        #expect(said.contains("not the ledger of the run that run.json"), "\(said)")
      }
    }
  }

  @Test(arguments: [
    "notes.txt", "extra/x.jsonl", "keep/sub/x.jsonl.zst", "keep/empty/", "logs/", "attributes/other/x.jsonl",
    "synthetic/stage/x.jsonl.zst", "synthetic/refusals/more/", "tagged/refusal/x.jsonl.zst", "ledger-parts/0.sqlite",
    "quarantine/a/z.jsonl.zst", "synthetic/notes.txt",
  ])
  func whatSluiceHasNotMadeIsNamedAtAnyDepth(_ name: String) throws {
    let (bench, run) = try finished()
    if name.hasSuffix("/") {
      try FileManager.default.createDirectory(atPath: run.folder + "/" + name, withIntermediateDirectories: true)
    } else {
      try bench.scratch.write("x", to: "out/" + name)
    }
    try expect(String(name.prefix { $0 != "/" }), in: run)
  }

  @Test(arguments: ["keep", "refusal/a", "drop/b.jsonl.zst", "run.json", "_SUCCESS", "quarantine/more"])
  func linksInPlaceOfFilesAndFoldersAreNamed(_ name: String) throws {
    let (bench, run) = try finished()
    let (path, elsewhere) = (run.folder + "/" + name, bench.path("elsewhere"))
    if FileManager.default.fileExists(atPath: path) {
      try FileManager.default.moveItem(atPath: path, toPath: elsewhere)
    } else {
      try bench.scratch.write("x", to: "elsewhere")
    }
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: elsewhere)
    try expect("\(name): a symbolic link", in: run)
  }

  @Test(arguments: ["", "keep", "refusal/a/x.jsonl.zst", "ledger.sqlite", "run.json"])
  func modesThatLetOthersWriteAreNamed(_ name: String) throws {
    let (_, run) = try finished()
    #expect(chmod(run.folder + "/" + name, 0o777) == 0)
    try expect(name.isEmpty ? run.folder + ": others may write" : name + ": others may write", in: run)
  }

  @Test func modesThatLetOthersReadAreNoted() throws {
    let (_, run) = try finished()
    #expect(chmod(run.folder + "/refusal/a/x.jsonl.zst", 0o644) == 0)
    let verified = try sluice("verify", run.folder)
    #expect(verified.status == 0)
    #expect(verified.text.contains("others may read 1 file and folder in it"), "\(verified.text)")
  }

  @Test(arguments: [
    (
      "INSERT INTO mix_documents SELECT mix_id, shard_id, line, component, copy + 1, file, file_line FROM mix_documents LIMIT 1",
      "mix_documents"
    ),
    ("UPDATE mix_documents SET line = line + 1 WHERE rowid = 1", "mix_documents"),
    ("DELETE FROM mix_documents WHERE rowid = 1", "mix_documents"),
    ("INSERT INTO mix_documents VALUES (9, 1, 1, 'kept', 1, 0, 1)", "mix_documents has rows of a mix that is not"),
    ("UPDATE mix_files SET sha256 = 'x'", "mix_files"),
    ("UPDATE mix_files SET number = number + 1", "mix_files"),
    ("UPDATE mixes SET words = words + 1", "mixes: the row of"),
    ("UPDATE mixes SET recipe = 'other'", "mixes: the row of"),
    (
      "INSERT INTO mixes SELECT 7, recorded_at, '/nowhere', recipe, recipe_sha256, manifest_sha256, documents, words, tokens FROM mixes",
      "/nowhere"
    ),
  ])
  func plantedRowsAboutMixesAreFound(_ sql: String, _ named: String) throws {
    let (bench, run) = try finished()
    let mixed = try sluice("mix", "--run", run.folder, "--recipe", "score-0", "--output", bench.path("mix"))
    #expect(mixed.status == 0, "\(mixed.errors)")
    #expect(try sluice("verify", run.folder).status == 0)
    try edit(run, sql)
    try expect(named, in: run)
  }

  /// A finished run is whole for its readers wherever it is kept.
  @Test func aRunThatCannotBeWrittenCanBeMixedFrom() throws {
    let (bench, run) = try finished()
    let readOnly = bench.path("readonly")
    try FileManager.default.createDirectory(atPath: readOnly, withIntermediateDirectories: true)
    guard try TestSupport.run("mount", ["--bind", run.folder, readOnly]).status == 0 else {
      print("SKIPPED aRunThatCannotBeWrittenCanBeMixedFrom: no right to mount")
      return
    }
    defer { _ = try? TestSupport.run("umount", [readOnly]) }
    _ = try output("mount", ["-o", "remount,ro,bind", readOnly])
    let mixed = try sluice("mix", "--run", readOnly, "--recipe", "score-0", "--output", bench.path("mix"))
    #expect(mixed.status == 0, "\(mixed.errors)")
    #expect(mixed.errors.contains("no record of this mix"), "\(mixed.errors)")
    #expect(try sluice("verify", bench.path("mix")).status == 0)
    #expect(try run.query("SELECT count(*) FROM mixes") == "0\n")
  }
}

import Foundation
import TestSupport
import Testing

/// What a folder holds besides shards is recorded, shown, and makes the exit code 2 where it may be data.
struct OtherFilesTests {
  private let document = "{\"text\":\"the garden in the morning\"}\n"

  private func bench(_ files: [String: String]) throws -> Workbench {
    let bench = try Workbench()
    try bench.scratch.write(document, to: "in/a.jsonl")
    for (name, content) in files { try bench.scratch.write(content, to: "in/" + name) }
    return bench
  }

  private func rows(_ run: RunFiles) throws -> [String] {
    try run.query("SELECT path || '|' || reason FROM other_files ORDER BY path").split(separator: "\n").map {
      String($0.split(separator: "/").last!)
    }
  }

  @Test func aFileThatIsNotReadIsNamedEverywhereAndTheExitCodeSaysSo() throws {
    let bench = try bench(["notes.txt": "beans", "a.jsonl~": document, "README.md": "# beans"])
    for options in [[], ["-q"]] {
      let (finished, run) = try bench.run("in", to: "out\(options.count)", options)
      #expect(finished.status == 2)
      #expect(try rows(run) == ["README.md|companion", "a.jsonl~|copy", "notes.txt|other"])
      #expect(FileManager.default.fileExists(atPath: run.folder + "/_SUCCESS"), "every shard is committed")
      let status = try sluice("status", run.folder)
      let verified = try sluice("verify", run.folder, "--inputs")
      let report = try sluice("report", run.folder)
      #expect(verified.status == 0 && status.status == 0 && report.status == 0)
      let written = String(decoding: try bytes(of: run.folder + "/run.json"), as: UTF8.self)
      for text in [finished.text, finished.errors, status.text, verified.text, report.text, written] {
        for name in ["notes.txt", "a.jsonl~"] { #expect(text.contains(name), "\(text)") }
      }
      #expect(status.text.contains("README.md") && written.contains("README.md"))
      #expect(try sluice("status", run.folder, "--json").text.contains("notes.txt"))
      // Nothing to do, and still not everything was read.
      #expect(try bench.run("in", to: "out\(options.count)", options).finished.status == 2)
      #expect(try bench.run("in", to: "out\(options.count)", ["--ignore-other-files"]).finished.status == 0)
    }
    for options in [["--json"], ["-q"], []] {
      let scan = try TestSupport.run(sluiceBinary, ["scan", bench.path("in")] + options)
      #expect(scan.status == 2 && scan.text.contains("notes.txt"), "\(options)")
    }
    let sample = ["sample", bench.path("in"), "-n", "1", "-q", "-o"]
    let drawn = try TestSupport.run(sluiceBinary, sample + [bench.path("s.jsonl")])
    #expect(drawn.status == 2 && drawn.errors.contains("notes.txt"))
    #expect(try TestSupport.run(sluiceBinary, sample + [bench.path("t.jsonl"), "--ignore-other-files"]).status == 0)
    #expect(try sluice("scan", bench.path("in"), "--ignore-other-files").status == 0)
  }

  @Test func filesThatAreKnownNotToHoldDocumentsAreRecordedWithExitCode0() throws {
    let bench = try bench([
      "README.md": "#", "LICENSE": "MIT", "_SUCCESS": "", ".a.jsonl.crc": "x", "a.jsonl.sha256": "x",
      "_temporary/0/a.jsonl": document, ".DS_Store": "x",
    ])
    let (finished, run) = try bench.run("in", to: "out")
    #expect(finished.status == 0, "\(finished.errors)")
    #expect(try rows(run).count == 7)
    #expect(try run.query("SELECT count(*) FROM decisions") == "1\n")
    #expect(try sluice("verify", run.folder, "--inputs").status == 0)
  }

  @Test func theRecordFollowsTheFolder() throws {
    let bench = try bench(["notes.txt": "beans"])
    let (_, run) = try bench.run("in", to: "out")
    try FileManager.default.removeItem(atPath: bench.path("in/notes.txt"))
    #expect(try bench.run("in", to: "out").finished.status == 0)
    #expect(try rows(run) == [])
    #expect(FileManager.default.fileExists(atPath: run.folder + "/_SUCCESS"))
    try bench.scratch.write("beans", to: "in/more.txt")
    #expect(try bench.run("in", to: "out").finished.status == 2)
    #expect(try rows(run) == ["more.txt|other"])
    #expect(try sluice("verify", run.folder).status == 0)
  }

  @Test func verifyFindsThatLedgerAndRunFileDisagree() throws {
    let bench = try bench(["notes.txt": "beans"])
    let (_, run) = try bench.run("in", to: "out")
    _ = try output("sqlite3", [run.folder + "/ledger.sqlite", "DELETE FROM other_files"])
    let verified = try sluice("verify", run.folder)
    #expect(verified.status == 1 && verified.text.contains("run.json: lists 1 other file"), "\(verified.text)")
  }

  @Test func tasksRecordThemOnceWhenMerged() throws {
    let bench = try bench(["notes.txt": "beans", "b.jsonl": document])
    for index in 0..<2 {
      let (finished, _) = try bench.run("in", to: "out", ["--shard-index", "\(index)", "--shard-count", "2"])
      #expect(finished.status == 2, "\(finished.errors)")
    }
    #expect(try sluice("status", bench.path("out")).text.contains("notes.txt"))
    _ = try sluice("ledger", "merge", bench.path("out"))
    let status = try sluice("status", bench.path("out"))
    #expect(status.text.contains("1 path (not JSON Lines"), "\(status.text)")
    #expect(try sluice("verify", bench.path("out")).status == 0)
  }

  @Test func aRunIntoTheFolderOfItsPatternIsRepeated() throws {
    let bench = try bench(["b/c.jsonl": document])
    for _ in 0..<2 {
      let ran = try sluice("run", bench.path("in/**/*.jsonl*"), "--output", bench.path("in/run"), "--quiet")
      #expect(ran.status == 0, "\(ran.errors)")
    }
  }

  /// What the tasks of a divided run met counts when they are joined.
  @Test func theMergeOfTasksSaysWhatWasNotRead() throws {
    let bench = try bench(["notes.txt": "beans", "b.jsonl": document])
    for index in 0..<2 { _ = try bench.run("in", to: "out", ["--shard-index", "\(index)", "--shard-count", "2"]) }
    let merged = try sluice("ledger", "merge", bench.path("out"))
    #expect(merged.status == 2 && merged.text.contains("notes.txt"), "\(merged.text)")
    #expect(try sluice("ledger", "merge", bench.path("out"), "--ignore-other-files").status == 0)
    let ledger = bench.path("out/ledger.sqlite")
    _ = try output("sqlite3", [ledger, "UPDATE other_files SET reason = 'unreadable'"])
    let verified = try sluice("verify", bench.path("out"))
    #expect(verified.status == 1 && verified.text.contains("_SUCCESS: is there"), "\(verified.text)")
  }

  /// One of several files that cannot be looked at fails alone, as it does in a folder.
  @Test func anInputThatCannotBeLookedAtFailsAlone() throws {
    let bench = try bench(["closed/b.jsonl": document, "shut/c.jsonl": document])
    let manager = FileManager.default
    for name in ["closed", "shut"] {
      try manager.setAttributes([.posixPermissions: 0], ofItemAtPath: bench.path("in/" + name))
    }
    defer {
      for name in ["closed", "shut"] {
        try? manager.setAttributes([.posixPermissions: 0o700], ofItemAtPath: bench.path("in/" + name))
      }
    }
    let scan = try bound(
      bench, ["scan", bench.path("in/a.jsonl"), bench.path("in/closed"), bench.path("in/shut/c.jsonl"), "-q"])
    #expect(scan.status == 2 && scan.text.contains("1 document"), "\(scan.text)\(scan.errors)")
    #expect((scan.text + scan.errors).contains("in/closed") && scan.text.contains("c.jsonl"), "\(scan.text)")
  }

  /// What the user leaves out is recorded like everything else, and costs nothing.
  @Test func whatIsExcludedIsRecordedAndNoReasonToWorry() throws {
    let bench = try bench([
      "a.jsonl": document, "old/b.jsonl": document, "web/2019/c.jsonl": document, "web/2020/d.jsonl": document,
      "web/notes.txt": "beans",
    ])
    let options = ["--exclude", "old", "--exclude", "web/2019*/**", "--exclude", "*.txt"]
    let (finished, run) = try bench.run("in", to: "out", options)
    #expect(finished.status == 0, "\(finished.errors)")
    #expect(try run.query("SELECT path FROM shards ORDER BY 1") == "a.jsonl\nweb/2020/d.jsonl\n")
    #expect(try rows(run) == ["b.jsonl|excluded", "c.jsonl|excluded"])
    #expect(try sluice("verify", run.folder, "--inputs").status == 0)
    #expect(try bench.run("in", to: "out", options).finished.status == 0)
    // Without it, two shards are new; with more of it, one that the run began with is gone.
    #expect(try bench.run("in", to: "out").finished.status == 3)
    let fewer = try bench.run("in", to: "out", options + ["--exclude", "a.jsonl"]).finished
    #expect(fewer.status == 3 && fewer.errors.contains("a.jsonl"), "\(fewer.errors)")
    let none = try sluice("scan", bench.path("in"), "--exclude", "*.jsonl")
    #expect(none.status == 1 && none.errors.contains("--exclude leaves out every shard"), "\(none.errors)")
  }

  /// A run by an earlier version, which had neither the table nor these rules.
  @Test func aRunOfAnEarlierVersionIsReadAndContinued() throws {
    let bench = try Workbench()
    for name in ["a.jsonl", "b.jsonl"] {
      try bench.scratch.write(Corpus(documents: 20, seed: 1, oddities: false).bytes, to: "in/" + name)
    }
    let (_, run) = try bench.run("in", to: "out")
    let moved = try bench.scratch.write(try bytes(of: bench.path("in/b.jsonl")), to: "in/_b/b.jsonl")
    let place = String(decoding: try output("realpath", [moved]), as: UTF8.self).dropLast()
    try FileManager.default.removeItem(atPath: bench.path("in/b.jsonl"))
    let old = """
      DROP TABLE other_files; DELETE FROM grdb_migrations WHERE identifier LIKE '4%'; PRAGMA user_version = 3;
      UPDATE shards SET input_path = '\(place)' WHERE path = 'b.jsonl';
      """
    _ = try output("sqlite3", [run.folder + "/ledger.sqlite", old])
    // The file was written anew.
    _ = try output("touch", ["-r", bench.path("in/a.jsonl"), moved])
    for command in [["status"], ["verify", "--inputs"], ["report"]] {
      let finished = try TestSupport.run(sluiceBinary, command + [run.folder])
      #expect(finished.status == 0, "\(command): \(finished.text)\(finished.errors)")
    }
    let (again, _) = try bench.run("in", to: "out")
    #expect(again.status == 0, "\(again.errors)")
    #expect(try run.query("PRAGMA user_version") == "4\n")
    #expect(try rows(run) == ["_b|hidden"])
    #expect(try sluice("verify", run.folder, "--inputs").status == 0)
  }

  /// Runs sluice as a user whom modes bind: root may list every folder.
  private func bound(_ bench: Workbench, _ arguments: [String]) throws -> Finished {
    guard getuid() == 0 else { return try TestSupport.run(sluiceBinary, arguments) }
    _ = try output("chown", ["-R", "65534:65534", bench.scratch.path])
    let user = ["--reuid=65534", "--regid=65534", "--clear-groups", sluiceBinary]
    return try TestSupport.run("setpriv", user + arguments, environment: ["TMPDIR": "/tmp"])
  }

  @Test func aFolderThatCannotBeListedFailsAlone() throws {
    let bench = try bench(["closed/b.jsonl": document])
    let closed = bench.path("in/closed")
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: closed)
    defer { try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: closed) }
    for input in ["in", "in/**/*.jsonl"] {
      for options in [["-q"], ["--ignore-other-files"]] {
        let scan = try bound(bench, ["scan", bench.path(input)] + options)
        #expect(scan.status == 2 && scan.errors.contains("in/closed"), "\(scan.errors)")
      }
    }
    #expect(try bound(bench, ["scan", closed]).status == 1)
    let arguments = ["run", bench.path("in"), "-o", bench.path("out"), "--policy", bench.path("policy.yaml")]
    let finished = try bound(bench, arguments + ["--ignore-other-files"])
    #expect(finished.status == 2 && finished.text.contains("in/closed"), "\(finished.errors)")
    #expect(!FileManager.default.fileExists(atPath: bench.path("out/_SUCCESS")))
    // Once it can be listed, its shards are new ones.
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: closed)
    #expect(try bound(bench, arguments).status == 3)
    #expect(try bound(bench, arguments + ["--extend"]).status == 0)
    #expect(FileManager.default.fileExists(atPath: bench.path("out/_SUCCESS")))
  }

  @Test func aPathThatIsTooLongFailsAlone() throws {
    let bench = try bench([:])
    let deep = """
      cd "$1"; n=$(printf 'd%.0s' $(seq 200)); for i in $(seq 30); do mkdir $n && cd -P $n || exit 0; done
      echo '{"text":"a"}' > x.jsonl
      """
    _ = try TestSupport.run("bash", ["-c", deep, "bash", bench.path("in")])
    let (finished, run) = try bench.run("in", to: "out")
    #expect(finished.status == 2, "\(finished.errors)")
    #expect(try run.query("SELECT state FROM shards ORDER BY path") == "done\nfailed\n")
    #expect(try bench.run("in", to: "out").finished.status == 2)
    _ = try TestSupport.run("bash", ["-c", "cd \"$1\" && rm -r d*", "bash", bench.path("in")])
  }

  @Test(arguments: [["in/data"], ["in/data/*.jsonl"], ["in/data/a.jsonl", "in/data/b.jsonl"]])
  func aCorpusOfLinksIsOneRunInEveryForm(_ inputs: [String]) throws {
    let bench = try Workbench()
    for (index, name) in ["a", "b"].enumerated() {
      try bench.scratch.write(
        Corpus(documents: 20, seed: UInt64(index), oddities: false).bytes, to: "blobs/\(name)\(name)")
      try FileManager.default.createDirectory(atPath: bench.path("in/data"), withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        atPath: bench.path("in/data/\(name).jsonl"), withDestinationPath: "../../blobs/\(name)\(name)")
    }
    let (first, whole) = try bench.run("in/data", to: "whole")
    #expect(first.status == 0, "\(first.errors)")
    let arguments = inputs.map(bench.path) + ["-o", bench.path("out"), "--policy", bench.path("policy.yaml")]
    let finished = try TestSupport.run(sluiceBinary, ["run"] + arguments)
    #expect(finished.status == 0, "\(finished.errors)")
    #expect(try whole.isSame(as: RunFiles(folder: bench.path("out"))))
    #expect(try sluice("verify", bench.path("out"), "--inputs").status == 0)
    #expect(try sluice("explain", bench.path("out"), "a.jsonl#1", "--show-text").status == 0)
  }
}

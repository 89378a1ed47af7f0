import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// Promise: no command waits for ever for a file that has no end, or for memory that it does not get.
struct EndlessWaitTests {
  /// - Returns: nil if it did not end in time.
  private func runInTime(_ arguments: [String], seconds: Int = 20) throws -> Finished? {
    let finished = try run("timeout", ["\(seconds)", sluiceBinary] + arguments)
    return finished.status == 124 ? nil : finished
  }

  private func endless(_ path: String, _ kind: String) throws {
    if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
    if kind == "pipe" {
      #expect(mkfifo(path, 0o600) == 0)
    } else {
      try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/zero")
    }
  }

  @Test(arguments: ["pipe", "device"])
  func filesThatPeopleNameMustHaveAnEnd(_ kind: String) throws {
    let bench = try Workbench()
    try bench.scratch.write(Corpus(documents: 20, seed: 1).bytes, to: "in/x.jsonl")
    let (_, run) = try bench.run("in", to: "out")
    let path = bench.path("endless")
    try endless(path, kind)
    try FileManager.default.createDirectory(atPath: bench.path("prompts"), withIntermediateDirectories: true)
    try endless(bench.path("prompts/refusals.md"), kind)
    try bench.scratch.write(
      "version: 1\nrules:\n  - {name: a, when: {url: {file: endless}}, route: drop}\n  - {name: r, route: keep}\n",
      to: "list.yaml")
    try bench.scratch.write(
      "version: 1\nrules:\n  - {name: a, when: {terms: {file: endless}}, route: drop}\n  - {name: r, route: keep}\n",
      to: "terms.yaml")
    let input = bench.path("in")
    let commands: [[String]] = [
      ["run", input, "-o", bench.path("o"), "--policy", path],
      ["run", input, "-o", bench.path("o"), "--policy", bench.path("list.yaml"), "--explain-policy"],
      ["run", input, "-o", bench.path("o"), "--policy", bench.path("terms.yaml"), "--explain-policy"],
      ["scan", input, "--model", path], ["inspect", path], ["scan", input, "--policy", path],
      ["mix", "--run", run.folder, "--recipe", path, "--dry-run"], ["verify", run.folder, "--manifest", path],
      ["report", run.folder, path], ["report", run.folder, "--policy", path], ["evaluate", path],
      ["train", "--data", path, "--output", bench.path("m")], ["tag", "--run", run.folder, "--settings", path],
      ["scan", "--manifest", path],
      [
        "synthesize", "refusals", "--run", run.folder, "--model", "m", "--batch", bench.path("batch"), "--prompts",
        bench.path("prompts"),
      ],
      ["synthesize", "refusals", "--run", run.folder, "--model", "m", "--import", path],
    ]
    for command in commands {
      let finished = try #require(try runInTime(command), "\(command) waits for ever")
      #expect(finished.status != 0, "\(command)")
    }
  }

  @Test(arguments: ["pipe", "device"])
  func filesOfARunMustHaveAnEnd(_ kind: String) throws {
    let bench = try Workbench()
    try bench.scratch.write(Corpus(documents: 20, seed: 1).bytes, to: "in/x.jsonl")
    let (_, run) = try bench.run("in", to: "out", ["--attributes"])
    #expect(try sluice("tag", "--run", run.folder, "--min-score", "0").status == 0)
    for name in [
      "keep/x.jsonl.zst", "refusal/x.jsonl.zst", "quarantine/x.jsonl.zst", "attributes/sluice/x.jsonl", "run.json",
      "tagged/manifest.json", "ledger.sqlite-wal", "ledger.sqlite-journal", "ledger.sqlite",
    ] {
      let path = run.folder + "/" + name
      let aside = bench.path("aside")
      let wasThere = FileManager.default.fileExists(atPath: path)
      if wasThere { try FileManager.default.moveItem(atPath: path, toPath: aside) }
      try endless(path, kind)
      for command in [["verify"], ["status"], ["report"], ["verify", "--inputs"]] {
        let finished = try #require(
          try runInTime([command[0], run.folder] + command.dropFirst()), "\(command) of \(name) waits for ever")
        if command[0] == "verify" {
          #expect(finished.status == 1 && (finished.text + finished.errors).contains(name), "\(name): \(finished.text)")
        }
      }
      try FileManager.default.removeItem(atPath: path)
      if wasThere { try FileManager.default.moveItem(atPath: aside, toPath: path) }
    }
    #expect(try sluice("verify", run.folder).status == 0)
  }

  /// Below about 100 MB the dynamic loader cannot map the program's libraries, and says so with its own exit code, 127.
  @Test(arguments: ["--version", "scan", "run"])
  func anyLimitOnMemoryEndsWithASentence(_ command: String) throws {
    let bench = try Workbench()
    try bench.scratch.write(Corpus(documents: 300, seed: 1).bytes, to: "in/x.jsonl")
    try bench.scratch.write(
      try output("gzip", ["-c"], input: Corpus(documents: 300, seed: 2).bytes), to: "in/y.jsonl.gz")
    for megabytes in stride(from: 60, through: 400, by: 10) {
      let arguments =
        switch command {
        case "scan": "scan \(bench.path("in"))"
        case "run": "run \(bench.path("in")) -o \(bench.path("out-\(megabytes)"))"
        default: command
        }
      let finished = try run(
        "bash", ["-c", "ulimit -v \(megabytes * 1000); exec timeout 30 \(sluiceBinary) \(arguments)"])
      switch finished.status {
      case 0, 2: break
      case 127: #expect(megabytes < 150 && finished.errors.contains("shared"), "\(megabytes): \(finished.errors)")
      default:
        #expect(finished.status == 1, "\(megabytes): \(finished.errors.suffix(500))")
        #expect(
          finished.errors.contains("out of memory") || finished.errors.contains("ulimit"),
          "\(megabytes): \(finished.errors.suffix(500))")
      }
    }
  }
}

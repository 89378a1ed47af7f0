import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// When the system refuses: a clear message, exit code 1, nothing half-committed, and the same command goes on
/// once the cause is gone.
struct HostileSystemTests {
  private func bench(documents: Int = 1500) throws -> Workbench {
    let bench = try Workbench()
    try bench.scratch.write(
      try output("gzip", ["-1c"], input: Corpus(documents: documents, seed: 1).bytes), to: "in/a.jsonl.gz")
    try bench.scratch.write(Corpus(documents: 60, seed: 2).bytes, to: "in/b.jsonl")
    return bench
  }

  private func command(_ bench: Workbench, _ folder: String) -> String {
    "\(sluiceBinary) run \(bench.path("in")) -o \(folder) --policy \(bench.path("policy.yaml")) --checkpoint-bytes 1M"
  }

  /// Runs it as it is, so that a refusal has been one; then expects the bytes of an undisturbed run.
  private func expectRecovery(_ bench: Workbench, _ folder: String) throws {
    let again = try run("bash", ["-c", command(bench, folder)])
    #expect(again.status == 2, "\(again.errors)")
    let (_, whole) = try bench.run("in", to: "undisturbed-" + UUID().uuidString)
    #expect(try RunFiles(folder: folder).isSame(as: whole))
  }

  @Test(arguments: [8, 64, 160, 400])
  func aFileSizeLimitIsAnErrorAndNoSignal(_ blocks: Int) throws {
    let bench = try bench(documents: 4000)
    let folder = bench.path("out")
    // Printed into a pipe: the limit is on files.
    let script = "ulimit -f \(blocks); \(command(bench, folder)) 2>&1 | cat >&2; exit ${PIPESTATUS[0]}"
    let limited = try run("bash", ["-c", script])
    #expect(limited.status == 1, "status \(limited.status): \(limited.errors)")
    #expect(limited.errors.contains("again"), "the remedy: \(limited.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder + "/_SUCCESS"))
    try expectRecovery(bench, folder)
  }

  /// Promise 6: a backtrace prints what registers point at, and in a crash that may be the text of a document.
  @Test func aCrashPrintsNothingFromMemoryWhateverTheEnvironment() throws {
    let bench = try bench()
    let crashed = try run(
      "bash", ["-c", "exec " + command(bench, bench.path("out"))],
      environment: ["SLUICE_FAULT": "crash:3", "SWIFT_BACKTRACE": "enable=yes,color=no,output-to=stderr"])
    #expect(crashed.status == 128 + SIGILL)
    #expect(crashed.errors.isEmpty, "\(crashed.errors.count) characters on standard error")
  }

  @Test func aFullFileSystemIsAnErrorAndRoomHealsIt() throws {
    let bench = try bench(documents: 12_000)
    let folder = bench.path("small")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    guard try run("mount", ["-t", "tmpfs", "-o", "size=1500k", "tmpfs", folder]).status == 0 else {
      print("SKIPPED aFullFileSystemIsAnErrorAndRoomHealsIt: no right to mount a tmpfs")
      return
    }
    defer { _ = try? run("umount", [folder]) }
    let full = try run("bash", ["-c", command(bench, folder + "/out")])
    #expect(full.status == 1, "status \(full.status): \(full.errors)")
    #expect(full.errors.contains("free some space"), "\(full.errors)")
    #expect(try run("mount", ["-o", "remount,size=64m", folder]).status == 0)
    try expectRecovery(bench, folder + "/out")
  }

  @Test func aReadOnlyFolderIsAnError() throws {
    let bench = try bench()
    let parent = bench.path("locked")
    try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
    var (lock, unlock, end) = (["chmod", "500", parent], ["chmod", "700", parent], ["true"])
    if geteuid() == 0 {
      // Permissions do not bind root, a file system mounted read-only does.
      guard try run("mount", ["-t", "tmpfs", "tmpfs", parent]).status == 0 else {
        print("SKIPPED aReadOnlyFolderIsAnError: root, but no right to mount")
        return
      }
      (lock, unlock) = (["mount", "-o", "remount,ro", parent], ["mount", "-o", "remount,rw", parent])
      end = ["umount", parent]
    }
    defer { _ = try? run("env", end) }
    let folder = parent + "/out"
    _ = try output("env", lock)
    let refused = try run("bash", ["-c", command(bench, folder)])
    #expect(refused.status == 1)
    #expect(refused.errors.contains(folder), "\(refused.errors)")
    _ = try output("env", unlock)
    // A run that is there, too, is neither gone on with nor harmed.
    let killed = try run("bash", ["-c", "SLUICE_FAULT=kill:12 \(command(bench, folder)); exit $?"])
    #expect(killed.status == 137)
    if geteuid() == 0 {
      _ = try output("env", lock)
      let again = try run("bash", ["-c", command(bench, folder)])
      #expect(again.status == 1)
      #expect(again.errors.contains(folder), "\(again.errors)")
      _ = try output("env", unlock)
    }
    try expectRecovery(bench, folder)
  }

  @Test func aSecondProcessOnOneFolderIsRefused() throws {
    let bench = try bench()
    let folder = bench.path("out")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let refused = try run("flock", [folder + "/.lock", "bash", "-c", command(bench, folder)])
    #expect(refused.status == 1)
    #expect(refused.errors.contains("another sluice process"), "\(refused.errors)")
    // A process that died, however, holds nothing.
    let killed = try run("bash", ["-c", "SLUICE_FAULT=kill:9 \(command(bench, folder)); exit $?"])
    #expect(killed.status == 137)
    try expectRecovery(bench, folder)
  }

  @Test(arguments: ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
  func closedDescriptorsAreNeverTakenForFiles(_ closed: String) throws {
    let bench = try bench()
    let folder = bench.path("out")
    let finished = try run("bash", ["-c", "\(command(bench, folder)) --log-format json \(closed)"])
    // Without a standard output the summary is lost, which is an error; the run itself is whole.
    #expect(finished.status == (closed.contains(" >&-") || closed.hasPrefix(">") ? 1 : 2), "\(finished.errors)")
    let (_, whole) = try bench.run("in", to: "whole")
    #expect(try RunFiles(folder: folder).isSame(as: whole))
    #expect(try sluice("verify", folder, "--inputs").status == 0)
  }

  @Test func tooFewDescriptorsAreAnErrorOfTheRunAndNotOfItsShards() throws {
    let bench = try bench()
    let folder = bench.path("out")
    for limit in [12, 15, 24, 31] {
      let finished = try run("bash", ["-c", "ulimit -n \(limit); exec \(command(bench, folder))"])
      #expect(finished.status == 1, "\(limit): \(finished.status) \(finished.errors)")
      #expect(finished.errors.contains("ulimit -n"), "\(limit): \(finished.errors)")
      if FileManager.default.fileExists(atPath: folder + "/ledger.sqlite") {
        let states = try RunFiles(folder: folder).query("SELECT count(*) FROM sqlite_schema WHERE name = 'shards'")
        if states == "1\n" {
          #expect(try RunFiles(folder: folder).query("SELECT count(*) FROM shards WHERE state = 'failed'") == "0\n")
        }
      }
    }
    try expectRecovery(bench, folder)
  }

  @Test func noMemoryForALineIsAnError() throws {
    let bench = try Workbench()
    let path = bench.path("in/x.jsonl")
    try bench.scratch.write("{\"text\":\"first\"}\n", to: "in/x.jsonl")
    // A line of a gibibyte that takes no room on disk.
    #expect(truncate(path, 1 << 30) == 0)
    let folder = bench.path("out")
    let finished = try run(
      "bash", ["-c", "ulimit -v 1300000; exec \(command(bench, folder)) --max-line-bytes 2G --jobs 1"])
    #expect(finished.status == 1, "\(finished.status) \(finished.errors)")
    #expect(finished.errors.contains("out of memory") && finished.errors.contains("--max-line-bytes"))
    #expect(try RunFiles(folder: folder).outputs().keys.allSatisfy { $0.hasSuffix(".partial") })
  }

  @Test func statusReadsTheLedgerWhileTheRunWrites() throws {
    let bench = try bench(documents: 20_000)
    let folder = bench.path("out")
    let process = try Spawned(
      sluiceBinary,
      ["run", bench.path("in"), "-o", folder, "--policy", bench.path("policy.yaml"), "--checkpoint-bytes", "1M"],
      files: ["/dev/null", "/dev/null", bench.path("errors")])
    var reads = 0
    repeat {
      let status = try sluice("status", folder, "--json")
      if status.status == 0 {
        reads += 1
      } else {
        // Only before there is a run.
        #expect(reads == 0 && status.errors.contains("ledger"), "\(status.errors)")
        usleep(2000)
      }
    } while !FileManager.default.fileExists(atPath: folder + "/_SUCCESS") && reads < 500
    #expect(process.wait() == 2)
    #expect(reads > 0)
    let (_, whole) = try bench.run("in", to: "whole")
    #expect(try RunFiles(folder: folder).isSame(as: whole))
  }

  @Test(arguments: ["rm", "append", "replace", "rename"])
  func aShardThatVanishesOrChangesDuringTheRunFailsAlone(_ what: String) throws {
    let bench = try Workbench()
    try bench.scratch.write(
      try output("gzip", ["-1c"], input: Corpus(documents: 20_000, seed: 1).bytes), to: "in/a.jsonl.gz")
    let other = Corpus(documents: 50, seed: 2).bytes
    try bench.scratch.write(other, to: "in/z.jsonl")
    let folder = bench.path("out")
    let process = try Spawned(
      sluiceBinary,
      ["run", bench.path("in"), "-o", folder, "--policy", bench.path("policy.yaml"), "--jobs", "1"],
      environment: ["SLUICE_FAULT": "pause:1"], files: ["/dev/null", bench.path("printed"), "/dev/null"])
    // With one job z is read after a; until a is begun, nothing of z is looked at again.
    #expect(process.pauses(atFirstSightOf: folder + "/keep/a.jsonl.zst.partial"))
    let isFirst = what == "append" || what == "rename"
    let victim = bench.path(isFirst ? "in/a.jsonl.gz" : "in/z.jsonl")
    switch what {
    case "rename": _ = try output("mv", [bench.scratch.write(other, to: "new"), victim])
    case "rm": try FileManager.default.removeItem(atPath: victim)
    case "append":
      let file = try #require(FileHandle(forWritingAtPath: victim))
      try file.seekToEnd()
      try file.write(contentsOf: Data([0]))
      try file.close()
    default: try Data(other.dropLast(40) + [UInt8](repeating: 32, count: 40)).write(to: URL(fileURLWithPath: victim))
    }
    #expect(process.wait() == 2)
    let states = try RunFiles(folder: folder).query("SELECT path, state FROM shards ORDER BY path")
    let expected = isFirst ? "a.jsonl.gz|failed\nz.jsonl|done\n" : "a.jsonl.gz|done\nz.jsonl|failed\n"
    #expect(states == expected)
    let printed = String(decoding: try bytes(of: bench.path("printed")), as: UTF8.self)
    #expect(printed.contains(victim), "\(printed)")
    #expect(try sluice("verify", folder).status == 0)
  }
}

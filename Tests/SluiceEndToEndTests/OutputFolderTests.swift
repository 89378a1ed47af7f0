import Foundation
import TestSupport
import Testing

/// Promise: results go to folders that nobody else can write to, under the name the user knows them by.
struct OutputFolderTests {
  private func bench() throws -> Workbench {
    let bench = try Workbench()
    try bench.scratch.write("{\"text\":\"a plain line\"}\n", to: "in/x.jsonl")
    return bench
  }

  private func folder(_ name: String, mode: Int, group: Int? = nil, in bench: Workbench) throws {
    let path = bench.path(name)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    var attributes: [FileAttributeKey: Any] = [.posixPermissions: mode]
    if let group { attributes[.groupOwnerAccountID] = group }
    try FileManager.default.setAttributes(attributes, ofItemAtPath: path)
  }

  @Test(arguments: [0o777, 0o1777, 0o757])
  func aFolderThatEverybodyMayWriteToIsRefusedOnceItHoldsSomething(_ mode: Int) throws {
    let bench = try bench()
    #expect(try bench.run("in", to: "out").finished.status == 0)
    try folder("out", mode: mode, in: bench)
    let before = try files(below: bench.path("out"))
    let (refused, run) = try bench.run("in", to: "out")
    #expect(refused.status == 1, "\(refused.errors)")
    #expect(refused.errors.contains(run.folder) && refused.errors.contains("chmod o-w"), "\(refused.errors)")
    #expect(try files(below: run.folder) == before)
    try folder("out", mode: 0o755, in: bench)
    #expect(try bench.run("in", to: "out").finished.status == 0)
  }

  /// A mount just made is usually writable by everybody.
  @Test(arguments: [0o777, 0o1777, 0o775]) func anEmptyFolderOfTheUsersOwnIsClosedToOthers(_ mode: Int) throws {
    let bench = try bench()
    try folder("out", mode: mode, group: geteuid() == 0 ? 12_345 : nil, in: bench)
    #expect(try bench.run("in", to: "out").finished.status == 0)
    let found = try FileManager.default.attributesOfItem(atPath: bench.path("out"))[.posixPermissions] as! Int
    #expect(found & 0o022 == 0 || geteuid() != 0 && mode == 0o775, "\(String(found, radix: 8))")
  }

  @Test func aFolderOfTheUsersOwnGroupIsTakenOfAnotherGroupRefused() throws {
    let bench = try bench()
    try folder("mine", mode: 0o775, group: Int(getegid()), in: bench)
    for _ in 0..<2 { #expect(try bench.run("in", to: "mine").finished.status == 0) }
    guard geteuid() == 0 else { return print("SKIPPED a folder of another group: only root can give one away") }
    try folder("mine", mode: 0o775, group: 12_345, in: bench)
    let refused = try bench.run("in", to: "mine").finished
    #expect(refused.status == 1 && refused.errors.contains("chmod g-w"), "\(refused.errors)")
  }

  @Test func aFolderOfAnotherUserIsRefused() throws {
    let bench = try bench()
    let nobody = geteuid() == 0 ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : []
    let command = nobody + [sluiceBinary]
    guard try run("env", command + ["scan", bench.path("in"), "--quiet"]).status == 0 else {
      return print("SKIPPED a folder of another user: another user cannot run sluice here")
    }
    let refused = try run("env", command + ["run", bench.path("in"), "-o", "/usr/share", "--quiet"])
    #expect(refused.status == 1 && refused.errors.contains("/usr/share"), "\(refused.errors)")
    #expect(refused.errors.contains("belongs to another user"), "\(refused.errors)")
  }

  @Test func aLinkIsFollowedOnceAndWhatItLeadsToIsChecked() throws {
    let bench = try bench()
    try folder("disk/safe", mode: 0o700, in: bench)
    try bench.scratch.write("something", to: "disk/open/here")
    try folder("disk/open", mode: 0o777, in: bench)
    for name in ["safe", "open", "gone"] {
      try FileManager.default.createSymbolicLink(atPath: bench.path(name), withDestinationPath: "disk/" + name)
    }
    let (taken, _) = try bench.run("in", to: "safe")
    #expect(taken.status == 0, "\(taken.errors)")
    #expect(taken.text.hasPrefix("\(bench.path("disk/safe")): 1 of 1 shard done"), "\(taken.text)")
    #expect(try files(below: bench.path("disk/safe")).contains("keep/x.jsonl.zst"))
    #expect(try sluice("verify", bench.path("safe")).status == 0)
    #expect(try bench.run("in", to: "open").finished.errors.contains("chmod o-w"))
    #expect(try bench.run("in", to: "gone").finished.errors.contains("no such file or folder"))
  }

  @Test func aFileIsNoFolder() throws {
    let bench = try bench()
    try bench.scratch.write("precious", to: "out")
    let (refused, files) = try bench.run("in", to: "out")
    #expect(refused.status == 1 && refused.errors.contains("\(files.folder): is a file"), "\(refused.errors)")
    #expect(try bytes(of: files.folder) == Array("precious".utf8))
  }

  @Test func aSlashBehindAFolderChangesNoName() throws {
    let bench = try bench()
    let out = bench.path("out")
    let commands = [
      ["run", bench.path("in"), "--output", out + "//", "--policy", bench.path("policy.yaml")], ["status", out + "/"],
      ["verify", out + "/"],
      ["explain", out + "/", "x.jsonl#1"], ["tag", "--run", out + "/"],
      ["report", out + "/", "--output", bench.path("card") + "/"],
      ["synthesize", "refusals", "--run", out + "/", "--model", "m", "--batch", bench.path("todo") + "/"],
      ["mix", "--run", out + "/", "--recipe", try recipe(bench), "--output", bench.path("mix") + "/"],
      ["verify", bench.path("mix") + "/"],
    ]
    for command in commands {
      let finished = try run(sluiceBinary, command)
      #expect(finished.status == 0, "\(command): \(finished.errors)")
      #expect(!(finished.text + finished.errors).contains("//"), "\(command): \(finished.text)")
    }
  }

  private func recipe(_ bench: Workbench) throws -> String {
    try bench.scratch.write("version: 1\ncomponents: [{from: kept}]\n", to: "r.yaml")
  }
}

import Foundation
import TestSupport
import Testing

/// What holds corpus text is its owner's alone, whatever the umask: folders 0700, files 0600.
struct PermissionTests {
  private func modes(below folder: String) throws -> [String: Int] {
    var modes = [".": try mode(folder)]
    let walk = try #require(FileManager.default.enumerator(atPath: folder))
    for case let name as String in walk { modes[name] = try mode(folder + "/" + name) }
    return modes
  }

  private func mode(_ path: String) throws -> Int {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int ?? -1
  }

  private func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  @Test(arguments: ["000", "022", "077", "777"])
  func everythingARunWritesIsPrivate(_ umask: String) throws {
    let bench = try Workbench()
    try bench.scratch.write(Corpus(documents: 300, seed: 1).bytes, to: "in/a/x.jsonl")
    let folder = bench.path("out")
    let script = """
      umask \(umask)
      \(sluiceBinary) run \(bench.path("in")) -o \(folder) --policy \(bench.path("policy.yaml")) --attributes --quiet
      \(sluiceBinary) synthesize recontextualize --run \(folder) --model m --batch \(folder)/batches --quiet
      \(sluiceBinary) sample \(bench.path("in")) -n 5 -o \(folder)/sample.jsonl --quiet
      """
    let finished = try run("bash", ["-c", script])
    let modes = try modes(below: folder)
    #expect(modes.count > 15, "\(finished.errors)")
    #expect(modes.keys.contains { $0.hasPrefix("batches/") } && modes.keys.contains("sample.jsonl"))
    for (name, mode) in modes.sorted(by: { $0.key < $1.key }) {
      let expected = isFolder(folder + "/" + name) ? 0o700 : 0o600
      #expect(mode == expected, "\(name) has mode \(String(mode, radix: 8))")
    }
  }

  @Test func unfinishedFilesArePrivateToo() throws {
    let bench = try Workbench.threeShards()
    let (killed, files) = try bench.run("in", to: "out", Workbench.small, environment: ["SLUICE_FAULT": "kill:9"])
    #expect(killed.status == 137)
    let partial = try modes(below: files.folder).filter { $0.key.hasSuffix(".partial") }
    #expect(!partial.isEmpty && partial.values.allSatisfy { $0 == 0o600 }, "\(partial)")
  }

  @Test func aReportIsPrivate() throws {
    let bench = try Workbench()
    try bench.scratch.write(Corpus(documents: 30, seed: 1).bytes, to: "in/x.jsonl")
    _ = try run(
      "bash", ["-c", "umask 000; \(sluiceBinary) scan \(bench.path("in")) --report \(bench.path("card")) --quiet"])
    let modes = try modes(below: bench.path("card"))
    #expect(modes["."] == 0o700 && modes["report.html"] == 0o600 && modes["report.json"] == 0o600, "\(modes)")
  }
}

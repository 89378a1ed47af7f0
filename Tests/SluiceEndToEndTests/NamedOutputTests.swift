import Foundation
import TestSupport
import Testing

/// An option that names an output file respects what is there: links and devices stay, and a failed write is an error.
struct NamedOutputTests {
  private let bench: Workbench
  private let folder: String

  init() throws {
    bench = try Workbench()
    try bench.scratch.write(Corpus(documents: 6, seed: 1, oddities: false).bytes, to: "in/x.jsonl")
    folder = try bench.run("in", to: "out").files.folder
  }

  private func kind(_ path: String) throws -> FileAttributeType {
    try #require(FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType)
  }

  private func link(_ name: String, to target: String) throws -> String {
    try FileManager.default.createSymbolicLink(atPath: bench.path(name), withDestinationPath: target)
    return bench.path(name)
  }

  @Test func aLinkStaysAndItsTargetIsWritten() throws {
    try bench.scratch.write("keep", to: "target.csv")
    let links = [try link("l1", to: "target.csv"), try link("l2", to: "l1"), try link("l3", to: "new.csv")]
    for path in links {
      let verified = try sluice("verify", folder, "--manifest-out", path)
      #expect(try verified.status == 0 && kind(path) == .typeSymbolicLink, "\(verified.errors)")
      #expect(try String(decoding: bytes(of: path), as: UTF8.self).hasPrefix("path,rows,bytes,sha256\n"))
    }
    #expect(try kind(bench.path("new.csv")) == .typeRegular)
    let (ran, _) = try bench.run("in", to: "again", ["--manifest-out", links[0], "--metrics-file", links[1]])
    #expect(try ran.status == 0 && kind(links[1]) == .typeSymbolicLink, "\(ran.errors)")
    #expect(try String(decoding: bytes(of: bench.path("target.csv")), as: UTF8.self).hasPrefix("path,rows"))
    let circle = try link("c1", to: "c2")
    _ = try link("c2", to: "c1")
    #expect(try sluice("verify", folder, "--manifest-out", circle).status == 1)
    let sample = try link("s1", to: "sample.jsonl")
    #expect(try sluice("sample", bench.path("in"), "--output", sample, "--count", "2").status == 0)
    #expect(try kind(sample) == .typeSymbolicLink && kind(bench.path("sample.jsonl")) == .typeRegular)
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "needs /dev/full"))
  func aDeviceIsWrittenToAndAFullOneIsAnError() throws {
    for path in ["/dev/full", try link("full", to: "/dev/full")] {
      let verified = try sluice("verify", folder, "--manifest-out", path)
      #expect(verified.status == 1 && verified.errors.contains("writing failed"), "\(verified.errors)")
      #expect(try kind("/dev/full") == .typeCharacterSpecial)
      #expect(try bench.run("in", to: "m\(path.count)", ["--metrics-file", path]).finished.status == 1)
    }
    #expect(try sluice("verify", folder, "--manifest-out", "/dev/null").status == 0)
    #expect(try kind("/dev/null") == .typeCharacterSpecial)
    #expect(try bench.run("in", to: "null", ["--metrics-file", "/dev/null"]).finished.status == 0)
  }

  @Test func aPipeIsWrittenTo() throws {
    let pipe = bench.path("pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    let reader = try Spawned("cat", [pipe], files: ["/dev/null", bench.path("read"), "/dev/null"])
    #expect(try sluice("verify", folder, "--manifest-out", pipe).status == 0)
    #expect(reader.wait() == 0)
    #expect(try String(decoding: bytes(of: bench.path("read")), as: UTF8.self).hasPrefix("path,rows,bytes,sha256\n"))
  }

  @Test func standardOutputComesInOrder() throws {
    let verified = try sluice("verify", folder, "--manifest-out", "/dev/stdout")
    let manifest = try #require(verified.text.range(of: "path,rows,bytes,sha256\n"))
    #expect(manifest.lowerBound > verified.text.startIndex && verified.text.hasSuffix("\n"))
    let (ran, _) = try bench.run("in", to: "again", ["--manifest-out", "/dev/fd/1"])
    #expect(ran.text.hasPrefix("path,rows,bytes,sha256\n") && ran.text.contains("keep"))
  }

  @Test func aFolderIsRefused() throws {
    let verified = try sluice("verify", folder, "--manifest-out", bench.path("in"))
    #expect(verified.status == 1 && verified.errors.contains("this is a folder"))
  }

  @Test func anEndpointWithASecretIsRefusedAndNeverPrinted() throws {
    for endpoint in [
      "http://user:hunter2@localhost:8000/v1", "http://hunter2@localhost/v1", "https://localhost/v1?api_key=hunter2",
      "http://localhost/v1?key=hunter2", "http://localhost/v1#hunter2", "http://user:hun ter2@localhost/hunter2",
      "user:hunter2@localhost", "ftp://user:hunter2@localhost/v1", "http://user:p@hunter2@localhost/v1",
      "http:\\\\user:hunter2@localhost/v1",
    ] {
      for arguments in [
        ["decode", "--endpoint", endpoint, "x"],
        ["synthesize", "refusals", "--run", folder, "--model", "m", "--endpoint", endpoint],
        [
          "annotate", bench.path("in/x.jsonl"), "--output", bench.path("l.jsonl"), "--model", "m", "--endpoint",
          endpoint,
        ],
      ] {
        let finished = try run(sluiceBinary, arguments)
        #expect(finished.status == 64, "\(arguments)")
        #expect(!(finished.text + finished.errors).contains("hunter2"), "\(arguments)")
      }
    }
  }
}

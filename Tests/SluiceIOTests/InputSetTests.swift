import Foundation
import SluiceCore
import SluiceIO
import TestSupport
import Testing

struct InputSetTests {
  private func paths(_ inputs: [String], manifest: String? = nil, excluding: String? = nil) throws -> [Name] {
    try InputSet(inputs, manifest: manifest, excluding: excluding).shards.map(\.path)
  }

  @Test func aFolderIsSearchedToTheBottomAndSortedByBytes() throws {
    let scratch = try Scratch()
    for name in ["b.jsonl", "a/z.json.gz", "a/b/c.ndjson.zst", "B.jsonl", "a.jsonl"] {
      try scratch.write("{}", to: name)
    }
    #expect(try paths([scratch.path]) == ["B.jsonl", "a.jsonl", "a/b/c.ndjson.zst", "a/z.json.gz", "b.jsonl"])
  }

  @Test func namesFollowNoRuleButNoiseIsLeftOutAloud() throws {
    let scratch = try Scratch()
    try scratch.write("{\"text\":\"t\"}\n", to: "part-0001")
    try scratch.write([0x1f, 0x8b, 8, 0], to: "odd.data")
    try scratch.write("# notes", to: "README.md")
    try scratch.write("{}", to: "x.jsonl.zst.partial")
    let found = try InputSet([scratch.path])
    #expect(found.shards.map(\.path) == ["odd.data", "part-0001"])
    #expect(found.others.map(\.reason) == [.companion, .copy])
  }

  @Test func globsMatchAnyDepthAndTheSameFileCountsOnce() throws {
    let scratch = try Scratch()
    for name in ["x/a.jsonl", "x/y/b.jsonl", "x/y/c.txt", "x/.h/d.jsonl"] { try scratch.write("{}", to: name) }
    #expect(try paths([scratch.file("**/*.jsonl")]) == ["x/a.jsonl", "x/y/b.jsonl"])
    #expect(try paths([scratch.file("x/[a-b].jsonl"), scratch.file("x/a.jsonl")]) == ["a.jsonl"])
    #expect(try paths([scratch.file("x/y/?.jsonl")]) == ["b.jsonl"])
  }

  @Test func whatMatchesNothingIsAnError() throws {
    let scratch = try Scratch()
    #expect(throws: IOFailure.self) { try InputSet([scratch.file("no*.jsonl")]) }
    #expect(throws: IOFailure.self) { try InputSet([scratch.file("missing.jsonl")]) }
    #expect(throws: IOFailure.self) { try InputSet([scratch.path]) }
  }

  @Test func pathsStartAtTheCommonRoot() throws {
    let scratch = try Scratch()
    for name in ["c/a/1.jsonl", "c/b/2.jsonl"] { try scratch.write("{}", to: name) }
    #expect(try paths([scratch.file("c/a/1.jsonl")]) == ["1.jsonl"])
    #expect(try paths([scratch.file("c/a/1.jsonl"), scratch.file("c/b/2.jsonl")]) == ["a/1.jsonl", "b/2.jsonl"])
    #expect(try paths([scratch.file("c")]) == ["a/1.jsonl", "b/2.jsonl"])
  }

  @Test func theOutputFolderIsNoInput() throws {
    let scratch = try Scratch()
    for name in ["a.jsonl", "out/keep/a.jsonl"] { try scratch.write("{}", to: name) }
    #expect(try paths([scratch.path], excluding: scratch.file("out")) == ["a.jsonl"])
  }

  @Test func theOutputOfAnEarlierRunIsNoInput() throws {
    let scratch = try Scratch()
    for name in ["a.jsonl", "old/keep/a.jsonl"] { try scratch.write("{}", to: name) }
    try scratch.write("SQLite format 3", to: "old/ledger.sqlite")
    let found = try InputSet([scratch.path])
    #expect(found.shards.map(\.path) == ["a.jsonl"])
    #expect(found.others.map(\.reason) == [.run])
    #expect(try paths([scratch.file("old/keep")]) == ["a.jsonl"], "but its queues can be named")
  }

  @Test func circlesOfLinksEnd() throws {
    let scratch = try Scratch()
    try scratch.write("{}", to: "d/a.jsonl")
    try FileManager.default.createSymbolicLink(atPath: scratch.file("d/loop"), withDestinationPath: scratch.path)
    #expect(try paths([scratch.path]) == ["d/a.jsonl"])
  }

  @Test func whatLeadsNowhereIsAShardThatWillFailAndPipesAreToldOf() throws {
    let scratch = try Scratch()
    try scratch.write("{}", to: "d/a.jsonl")
    for (link, target) in [("gone.jsonl", "/nonexistent"), ("self.jsonl", "self.jsonl"), ("notes", "/nonexistent")] {
      try FileManager.default.createSymbolicLink(atPath: scratch.file("d/" + link), withDestinationPath: target)
    }
    _ = try output("mkfifo", [scratch.file("d/pipe.jsonl")])
    let found = try InputSet([scratch.file("d")])
    #expect(found.shards.map(\.path) == ["a.jsonl", "gone.jsonl", "self.jsonl"])
    #expect(found.shards[1].bytes == 0)
    #expect(found.others.map(\.path.lastPart) == ["notes", "pipe.jsonl"])
    #expect(try paths([scratch.file("d/*.jsonl")]) == ["a.jsonl", "gone.jsonl", "self.jsonl"])
  }

  @Test func aManifestListsShardsWithExpectations() throws {
    let scratch = try Scratch()
    for name in ["a.jsonl", "b,c.jsonl"] { try scratch.write("{}", to: name) }
    let digest = String(repeating: "ab", count: 32)
    let manifest = try scratch.write(
      "path,rows,bytes,sha256\n# note\na.jsonl\n\nb,c.jsonl,3,2,\(digest)\r\n", to: "m.csv")
    let found = try InputSet([], manifest: manifest).shards
    #expect(found.map(\.path) == ["a.jsonl", "b,c.jsonl"])
    #expect(found[1].expected == .init(rows: 3, bytes: 2, sha256: digest))
  }

  @Test(arguments: ["a.jsonl,3", "a.jsonl,x,2,", "a.jsonl,-1,,", "a.jsonl,,,zz", "missing.jsonl", ""])
  func badManifestLinesAreNamed(_ line: String) throws {
    let scratch = try Scratch()
    try scratch.write("{}", to: "a.jsonl")
    let manifest = try scratch.write(line + "\n", to: "m.csv")
    #expect(throws: IOFailure.self) { try InputSet([], manifest: manifest) }
  }

  @Test func outputNamesKeepTheirSuffixOnlyWhereTheyWouldCollide() {
    let names = ShardName.outputNames(
      for: ["a.jsonl.gz", "a.jsonl.zst", "b/x.json.gz", "c.ndjson", "d.zstd", "plain"], codec: .zstd)
    #expect(
      names == [
        "a.jsonl.gz.jsonl.zst", "a.jsonl.zst.jsonl.zst", "b/x.jsonl.zst", "c.jsonl.zst", "d.jsonl.zst",
        "plain.jsonl.zst",
      ])
  }
}

import Foundation
import SluiceCore
import SluiceIO
import TestSupport
import Testing

/// What is in a folder is a shard or is named, whichever way the folder is given.
struct FolderWalkTests {
  private let document = "{\"text\":\"beans\"}\n"

  private func shards(_ found: InputSet) -> [String] { found.shards.map(\.path.text) }

  /// Other files by reason, below the scratch folder.
  private func others(_ found: InputSet, _ scratch: Scratch) throws -> [String: [String]] {
    let root = try FileTree.canonical(scratch.path) + "/"
    return Dictionary(grouping: found.others) { $0.reason.rawValue }.mapValues { files in
      files.map { String($0.path.text.dropFirst(root.count)) }
    }
  }

  private func link(_ scratch: Scratch, _ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: scratch.file(name), withDestinationPath: target)
  }

  @Test func hiddenNamesArePassedOverAlikeAndPartitionsAreRead() throws {
    let scratch = try Scratch()
    for name in [
      "in/a.jsonl", "in/_x=1/b.jsonl", "in/_temporary/0/a.jsonl", "in/_delta_log/0.json", "in/.git/c.jsonl",
      "in/_d.jsonl", "in/.e.jsonl", "in/.year=1/f.jsonl", "in/_SUCCESS",
    ] { try scratch.write(document, to: name) }
    let folder = try InputSet([scratch.file("in")])
    #expect(shards(folder) == ["_x=1/b.jsonl", "a.jsonl"])
    #expect(
      try others(folder, scratch) == [
        "hidden": [
          "in/.e.jsonl", "in/.git", "in/.year=1", "in/_SUCCESS", "in/_d.jsonl", "in/_delta_log", "in/_temporary",
        ]
      ])
    #expect(shards(try InputSet([scratch.file("in/**/*.json*")])) == ["_x=1/b.jsonl", "a.jsonl"])
    #expect(shards(try InputSet([scratch.file("in/*.jsonl")])) == ["a.jsonl"])
    #expect(shards(try InputSet([scratch.file("in/_*.jsonl")])) == ["_d.jsonl"], "but a pattern can ask for them")
    #expect(shards(try InputSet([scratch.file("in/_temporary/*/*.jsonl")])) == ["0/a.jsonl"])
  }

  @Test func everyOtherFileHasAReason() throws {
    let scratch = try Scratch()
    for name in ["in/a.jsonl", "in/b.jsonl.gz", "in/plain"] { try scratch.write(document, to: name) }
    let files = [
      "companion": ["README.md", "readme", "LICENSE.txt", "a.jsonl.md5", "SHA256SUMS", "card.md", "x.sha256"],
      "copy": [
        "a.jsonl~", "a.jsonl.bak", "b.jsonl.gz.1", "c.jsonl.tmp", ".jsonl.part", "d.jsonl.zst.partial", "x.SWP",
      ],
      "other": ["notes.txt", "table.csv", "script.py", "empty", "page.html", "ledger.db"],
    ]
    for name in files.values.joined() where name != ".jsonl.part" { try scratch.write("# \(name)\n", to: "in/" + name) }
    try scratch.write("SQLite format 3\0", to: "in/ledger.db")
    try scratch.write("<!DOCTYPE html>", to: "in/page.html")
    try scratch.write("", to: "in/empty")
    try scratch.write("", to: "in/old/ledger.sqlite")
    _ = try output("mkfifo", [scratch.file("in/pipe.jsonl")])
    let found = try InputSet([scratch.file("in")])
    #expect(shards(found) == ["a.jsonl", "b.jsonl.gz", "plain"])
    var expected = files.mapValues { $0.filter { $0 != ".jsonl.part" }.map { "in/" + $0 }.sorted() }
    expected["run"] = ["in/old"]
    expected["special"] = ["in/pipe.jsonl"]
    #expect(try others(found, scratch).mapValues { $0.sorted() } == expected)
    let isData = Set(found.others.filter(\.reason.mayHoldData).map(\.reason.rawValue))
    #expect(isData == ["copy", "other", "special"])
  }

  /// A pattern names what it matches and does not read, and searches folders that it matches, as they are searched if a
  /// shell expands it.
  @Test func aPatternPassesOverNothingEither() throws {
    let scratch = try Scratch()
    for name in ["in/a.jsonl", "in/part=1.jsonl/0.json", "in/part=1.jsonl/notes.txt"] {
      try scratch.write(document, to: name)
    }
    try scratch.write("# notes\n", to: "in/part=1.jsonl/notes.txt")
    _ = try output("mkfifo", [scratch.file("in/pipe.jsonl")])
    let found = try InputSet([scratch.file("in/*.jsonl")])
    #expect(shards(found) == ["a.jsonl", "part=1.jsonl/0.json"])
    #expect(
      try others(found, scratch) == ["special": ["in/pipe.jsonl"], "other": ["in/part=1.jsonl/notes.txt"]])
    let expanded = try InputSet([scratch.file("in/a.jsonl"), scratch.file("in/part=1.jsonl")])
    #expect(shards(expanded) == shards(found))
    #expect(shards(try InputSet([scratch.file("in/**/*.jsonl")])) == shards(found))
    #expect(
      shards(try InputSet([scratch.file("in/**")])) == ["a.jsonl", "part=1.jsonl/0.json", "part=1.jsonl/notes.txt"])
  }

  /// Only a ledger makes a folder the output of a run, for patterns as for folders.
  @Test func outputsOfRunsAreLeftOutInEveryForm() throws {
    let scratch = try Scratch()
    for name in ["in/a.jsonl", "in/run/keep/a.jsonl", "in/parts/keep/a.jsonl", "in/mine/b.jsonl", "in/emptied/a.jsonl"]
    {
      try scratch.write(document, to: name)
    }
    let ledger = "SQLite format 3\0" + String(repeating: "\0", count: 52) + "sluL"
    try scratch.write(ledger + String(repeating: "\0", count: 28), to: "in/run/ledger.sqlite")
    try scratch.write("SQLite format 3\0" + String(repeating: "\0", count: 84), to: "in/mine/ledger.sqlite")
    try scratch.write("", to: "in/emptied/ledger.sqlite")
    try scratch.write("{}", to: "in/emptied/run.json")
    try scratch.write("", to: "in/parts/ledger-parts/0.sqlite")
    for input in ["in", "in/**/*.jsonl"] {
      let found = try InputSet([scratch.file(input)])
      #expect(shards(found) == ["a.jsonl", "mine/b.jsonl"], "\(input)")
      #expect(try others(found, scratch)["run"] == ["in/emptied", "in/parts", "in/run"], "\(input)")
    }
    let rest = try InputSet([scratch.file("in/**/*.jsonl")], excluding: scratch.file("in/mine"))
    #expect(shards(rest) == ["a.jsonl"])
  }

  @Test func partsOfADividedFileAreNotCopiesOfIt() throws {
    let scratch = try Scratch()
    for name in ["all.jsonl.00", "all.jsonl.01"] { try scratch.write(document, to: "in/" + name) }
    #expect(shards(try InputSet([scratch.file("in")])) == ["all.jsonl.00", "all.jsonl.01"])
  }

  /// They fail with what they are when their turn comes.
  @Test func filesOfAnotherCodecOrContainerAreShards() throws {
    let scratch = try Scratch()
    let xz = try output("xz", ["-c"], input: Array(document.utf8))
    try scratch.write(xz, to: "in/a.jsonl.xz")
    try scratch.write(xz, to: "in/b.data")
    try scratch.write(Array("PAR1".utf8) + [21, 0, 21, 0], to: "in/c.parquet")
    try scratch.write("garbled", to: "in/d.json.br")
    try scratch.write("", to: "in/e.ndjson.tar")
    try scratch.write("[{\"text\":\"a\"}]", to: "in/f")
    let found = try InputSet([scratch.file("in")])
    #expect(shards(found) == ["a.jsonl.xz", "b.data", "c.parquet", "d.json.br", "e.ndjson.tar", "f"])
    for shard in found.shards {
      let failure = #expect(throws: IOFailure.self) { try ShardReader(path: shard.inputPath) }
      #expect(failure?.kind == .foreign, "\(shard.path)")
    }
    // The bytes decide, as everywhere.
    let plain = try scratch.write(document, to: "in/g.jsonl.br")
    #expect(try Reading(plain).lines.count == 1)
  }

  /// The layout of the Hugging Face cache.
  @Test func aShardHasTheNameOfItsLinkInEveryFormOfInput() throws {
    let scratch = try Scratch()
    for blob in ["1f", "2e"] { try scratch.write(document, to: "hub/blobs/" + blob) }
    try FileManager.default.createDirectory(
      atPath: scratch.file("hub/snapshots/rev/data"), withIntermediateDirectories: true)
    for (name, blob) in [("train-0.jsonl", "1f"), ("train-1.jsonl", "2e"), ("valid-0.jsonl", "1f")] {
      try link(scratch, "hub/snapshots/rev/data/" + name, to: "../../../blobs/" + blob)
    }
    try link(scratch, "latest", to: "hub/snapshots/rev")
    let data = scratch.file("hub/snapshots/rev/data")
    let names = ["train-0.jsonl", "train-1.jsonl", "valid-0.jsonl"]
    let list = try scratch.write(names.map { "hub/snapshots/rev/data/\($0)\n" }.joined(), to: "list.csv")
    let sized = try scratch.write(
      names.map { "hub/snapshots/rev/data/\($0),,\(document.utf8.count),\n" }.joined(), to: "sized.csv")
    let forms = [
      try InputSet([data]), try InputSet([data + "/*.jsonl"]), try InputSet(names.map { data + "/" + $0 }),
      try InputSet([data + "/**/*"]), try InputSet([scratch.file("latest/data")]),
      try InputSet([scratch.file("latest/data/*")]), try InputSet([], manifest: list),
      try InputSet([], manifest: sized, trustsSizes: true), try InputSet([data, data + "/*", data + "/train-0.jsonl"]),
    ]
    for found in forms { #expect(shards(found) == names) }
    for found in forms.dropLast().dropLast() {
      #expect(found.shards.map(\.inputPath) == forms[0].shards.map(\.inputPath))
    }
    #expect(try others(forms[0], scratch)["link"] == names.map { "hub/snapshots/rev/data/" + $0 })
    #expect(try others(forms[1], scratch)["link"] == names.map { "hub/snapshots/rev/data/" + $0 })
    #expect(forms[0].others.filter(\.reason.mayHoldData).isEmpty)
  }

  @Test func linksOfOneNameInDifferentFoldersDoNotCollide() throws {
    let scratch = try Scratch()
    for folder in ["A", "B"] { try scratch.write(document, to: "in/\(folder)/data/x.jsonl") }
    try scratch.write(document, to: "in/s12/own.jsonl")
    try link(scratch, "in/s12/one.jsonl", to: "../A/data/x.jsonl")
    try link(scratch, "in/s12/two.jsonl", to: "../B/data/x.jsonl")
    for input in ["in/s12", "in/s12/*.jsonl"] {
      #expect(shards(try InputSet([scratch.file(input)])) == ["one.jsonl", "own.jsonl", "two.jsonl"])
    }
  }

  @Test(.timeLimit(.minutes(1))) func circlesOfLinksEndInEveryForm() throws {
    let scratch = try Scratch()
    try scratch.write(document, to: "in/a/x.jsonl")
    for name in ["up1", "up2", "up3"] { try link(scratch, "in/a/" + name, to: "..") }
    try link(scratch, "in/self", to: ".")
    for input in ["in", "in/**/*.jsonl", "in/**", "in/**/a/**/*.jsonl"] {
      #expect(shards(try InputSet([scratch.file(input)])) == ["a/x.jsonl"], "\(input)")
    }
  }

  @Test func aFolderOutsideThatALinkLeadsToIsReadAndNamed() throws {
    let scratch = try Scratch()
    try scratch.write(document, to: "elsewhere/deep/x.jsonl")
    try scratch.write(document, to: "in/a.jsonl")
    try link(scratch, "in/there", to: "../elsewhere")
    try link(scratch, "in/again", to: "a.jsonl")
    for input in ["in", "in/**/*"] {
      let found = try InputSet([scratch.file(input)])
      #expect(shards(found) == ["a.jsonl", "again", "there/deep/x.jsonl"], "\(input)")
      #expect(try others(found, scratch) == ["link": ["in/there"]])
    }
  }

  @Test(.enabled(if: getuid() != 0)) func aFolderThatCannotBeListedIsNamedAndTheRestIsRead() throws {
    let scratch = try Scratch()
    for name in ["in/a.jsonl", "in/closed/b.jsonl", "in/blind/c.jsonl"] { try scratch.write(document, to: name) }
    for (folder, mode) in [("closed", 0o000), ("blind", 0o600)] {
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: scratch.file("in/" + folder))
    }
    defer {
      for folder in ["closed", "blind"] {
        try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: scratch.file("in/" + folder))
      }
    }
    for input in ["in", "in/**/*.jsonl"] {
      let found = try InputSet([scratch.file(input)])
      #expect(shards(found) == ["a.jsonl", "blind/c.jsonl"], "\(input)")
      #expect(try others(found, scratch) == ["unreadable": ["in/closed"]])
    }
    #expect(throws: IOFailure.self) { try InputSet([scratch.file("in/closed")]) }
  }

  @Test func aPathThatIsTooLongIsAShardThatFails() throws {
    let scratch = try Scratch()
    try scratch.write(document, to: "in/a.jsonl")
    let deep = """
      cd "$1"; n=$(printf 'd%.0s' $(seq 200)); for i in $(seq 30); do mkdir $n && cd -P $n || exit 0; done
      echo '{"text":"a"}' > x.jsonl
      """
    _ = try run("bash", ["-c", deep, "bash", scratch.file("in")])
    let found = try InputSet([scratch.file("in")])
    #expect(found.shards.count == 2 && found.shards[0].path == "a.jsonl")
    #expect(throws: IOFailure.self) { try ShardReader(path: found.shards[1].inputPath) }
    #expect(found.shards[1].bytes == 0)
  }
}

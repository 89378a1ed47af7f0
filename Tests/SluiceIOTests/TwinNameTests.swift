import SluiceCore
import SluiceIO
import TestSupport
import Testing

/// Promise: two shards are one only if the bytes of their names are equal, and every shard has outputs of its own whose
/// names fit.
struct TwinNameTests {
  private static let twins: [Name] = ["K.jsonl", "caf\u{E9}.jsonl", "cafe\u{301}.jsonl", "\u{212A}.jsonl"]

  private func folder() throws -> Scratch {
    let scratch = try Scratch()
    for (index, name) in Self.twins.enumerated() { try scratch.write("{\"text\":\"\(index)\"}\n", to: name.text) }
    return scratch
  }

  @Test func twinsOfAFolderAPatternAndAListAreShardsEach() throws {
    let scratch = try folder()
    let list = try scratch.write(Self.twins.map { $0.text + ",,,\n" }.joined(), to: "list.csv")
    let wanted = Self.twins.sorted()
    #expect(try InputSet([scratch.path + "/*.jsonl"]).shards.map(\.path) == wanted)
    #expect(try InputSet([], manifest: list).shards.map(\.path) == wanted)
    #expect(try InputSet([scratch.path]).shards.map(\.path) == wanted)
    #expect(try InputSet(Self.twins.map { scratch.file($0.text) }).shards.map(\.path) == wanted)
  }

  @Test func twinsHaveOutputsOfTheirOwn() {
    let names = ShardName.outputNames(for: Self.twins, codec: .zstd)
    #expect(Set(names).count == Self.twins.count && names[2] == "cafe\u{301}.jsonl.zst")
  }

  @Test func anOutputThatWouldHaveTheNameOfAFolderKeepsItsSuffix() {
    let names = ShardName.outputNames(for: ["x.jsonl.gz", "x.jsonl.zst/y.jsonl"], codec: .zstd)
    #expect(names == ["x.jsonl.gz.jsonl.zst", "x.jsonl.zst/y.jsonl.zst"])
    let partial = ShardName.outputNames(for: ["x.jsonl", "x.jsonl.zst.partial/y.jsonl"], codec: .zstd)
    #expect(partial == ["x.jsonl.jsonl.zst", "x.jsonl.zst.partial/y.jsonl.zst"])
  }

  @Test(arguments: 240...255)
  func namesThatDoNotFitAreShortenedAndStayApart(_ length: Int) {
    let paths = ["a", "b"].map { last in
      Name("in/" + String(repeating: "\u{10FFE9}", count: length - 6 - 1) + last + ".jsonl")
    }
    for codec in OutputCompression.allCases {
      let names = ShardName.outputNames(for: paths, codec: codec)
      #expect(Set(names).count == 2)
      for name in names {
        #expect(name.lastPart.text.fileSystemBytes.count <= 255 && name.hasPrefix("in/"))
        #expect(name.hasSuffix(".jsonl" + codec.suffix))
        #expect(Name(PartialFile.partialPath(name.text)).lastPart.text.fileSystemBytes.count <= 255)
      }
      #expect(names == ShardName.outputNames(for: paths, codec: codec), "the same every time")
    }
  }

  @Test func anOrdinaryNameStaysAsItIs() {
    #expect(ShardName.outputNames(for: ["a/b.jsonl.gz"], codec: .zstd) == ["a/b.jsonl.zst"])
    #expect(PartialFile.partialPath("a/b.jsonl.zst") == "a/b.jsonl.zst.partial")
  }

  @Test func bytesThatAreNotUTF8NameAFile() throws {
    let scratch = try Scratch()
    let path = scratch.file("caf\u{10FFE9}.jsonl")
    let file = try PartialFile(path: path)
    try Array("{\"text\":\"x\"}\n".utf8).withUnsafeBytes { try file.append($0) }
    try file.publish()
    let listed = try output("bash", ["-c", "ls \(scratch.path)"])
    #expect(listed == Array("caf".utf8) + [0xE9] + Array(".jsonl\n".utf8))
    #expect(try InputSet([scratch.path]).shards.map(\.path) == ["caf\u{10FFE9}.jsonl"])
    #expect(try InputSet([path]).shards.map(\.path) == ["caf\u{10FFE9}.jsonl"])
    #expect(try InputSet([scratch.path + "/caf?.jsonl"]).shards.count == 1, "one byte is one character of a pattern")
    for line in [Array("caf\u{10FFE9}.jsonl".utf8), Array("caf".utf8) + [0xE9] + Array(".jsonl".utf8)] {
      let list = try scratch.write(line + [0x0A], to: "list.csv")
      #expect(try InputSet([], manifest: list).shards.map(\.path) == ["caf\u{10FFE9}.jsonl"])
    }
  }
}

import SluiceClassifier
import SluiceCore
import SluiceTraining
import TestSupport
import Testing

/// Windows of documents presumed harmless, as training draws them.
struct NeutralWindowsTests {
  /// Documents of so many bytes each, of words of six letters and an accent.
  static func shard(_ sizes: [Int], in scratch: Scratch) throws -> String {
    let lines = sizes.enumerated().map { number, size in
      let words = (0..<size / 8).map { "\("abcdefgh".dropFirst($0 % 4).prefix(4))é\(number % 10)" }
      return "{\"id\":\"\(number)\",\"text\":\"\(words.joined(separator: " "))\",\"source\":\"made\"}\n"
    }
    return try scratch.write(lines.joined(), to: "neutral-0.jsonl")
  }

  @Test func aDocumentGivesTheScreenAllItsWindows() throws {
    let scratch = try Scratch()
    let windows = try NeutralWindows.readForScreen(
      Self.shard([20_000, 900, 300], in: scratch), count: 1000, seed: 1)
    #expect(windows.count == 16)
    for window in windows {
      #expect(window.text.count <= 1408 && window.text.count > 250)
      #expect(String(validating: window.text, as: UTF8.self) != nil, "cut between scalars")
      #expect(window.severity == 0 && window.source == "neutral:neutral")
    }
    #expect(windows.prefix(14).reduce(0) { $0 + $1.text.count } > 19_000, "nearly all of the long one")
  }

  @Test func aDocumentTeachesTheModelOneWindow() throws {
    let scratch = try Scratch()
    let path = try Self.shard([20_000, 900, 300], in: scratch)
    #expect(try NeutralWindows.read(path, count: 1000, seed: 1).windows.count == 3)
  }

  @Test func aByteOrderMarkCostsNoDocumentAndLinesWithoutTextAreCounted() throws {
    let scratch = try Scratch()
    let path = try scratch.write(
      "\u{feff}{\"text\":\"the first document\"}\nbroken\n\n{\"id\":1}\n{\"text\":\"the last document\"}",
      to: "wiki.jsonl")
    let (windows, skipped) = try NeutralWindows.read(path, count: 1000, seed: 1)
    #expect(windows.map(\.text) == ["the first document", "the last document"].map { Array($0.utf8) })
    #expect(skipped == 2)
    #expect(try NeutralWindows.readForScreen(path, count: 1000, seed: 1).count == 2)
  }

  @Test func asManyAreDrawnAsAskedAndTheSameForTheSameSeed() throws {
    let scratch = try Scratch()
    let path = try Self.shard(Array(repeating: 3000, count: 40), in: scratch)
    func drawn(_ seed: UInt64) throws -> [[UInt8]] {
      try NeutralWindows.readForScreen(path, count: 20, seed: seed).map(\.text)
    }
    #expect(try drawn(1).count == 20)
    #expect(try drawn(1) == drawn(1))
    #expect(try drawn(1) != drawn(2))
  }

  @Test func whatTheScreenAloneLearnsFromTeachesTheModelNothing() throws {
    let scratch = try Scratch()
    let windows = try NeutralWindows.readForScreen(
      Self.shard(Array(repeating: 3000, count: 40), in: scratch), count: 60, seed: 1)
    var options = TrainingOptions()
    options.jobs = 2
    func train(_ windows: [LabelledText]) throws -> ModelFile {
      try ModelFile(
        bytes: ModelTrainer(ModelTrainerTests.rows(240), screening: windows, options: options).train(name: "tiny").bytes
      )
    }
    let (without, with) = (try train([]), try train(windows))
    func bytes(_ file: ModelFile, _ tensor: String) throws -> [UInt8] {
      let info = try #require(file.tensors.first { $0.name == tensor })
      return switch info.type {
      case .u64: try file.tensor(tensor, of: UInt64.self).unsafeBuffer.withMemoryRebound(to: UInt8.self, Array.init)
      case .i8: try file.tensor(tensor, of: Int8.self).unsafeBuffer.withMemoryRebound(to: UInt8.self, Array.init)
      case .u16: try file.tensor(tensor, of: UInt16.self).unsafeBuffer.withMemoryRebound(to: UInt8.self, Array.init)
      default: try file.tensor(tensor, of: Float.self).unsafeBuffer.withMemoryRebound(to: UInt8.self, Array.init)
      }
    }
    #expect(try bytes(without, "screen.entries") != bytes(with, "screen.entries"))
    for tensor in without.tensors where !tensor.name.hasPrefix("screen.") {
      #expect(try bytes(without, tensor.name) == bytes(with, tensor.name), "\(tensor.name)")
    }
  }
}

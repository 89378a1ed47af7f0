import Foundation
import SluiceClassifier
import SluiceCore
import SluiceIO
import SluicePipeline
import Synchronization
import Testing

/// What the pages about the libraries show is compiled with public names alone, does what they say, and is
/// the same text.
struct SnippetTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  static let root = folder.appendingPathComponent("../..").standardized

  @Test func pagesShowTheSnippetsLetterForLetter() throws {
    let snippets = try FileManager.default.contentsOfDirectory(
      at: Self.folder.appendingPathComponent("Snippets"), includingPropertiesForKeys: nil
    ).map { try String(contentsOf: $0, encoding: .utf8) }
    let catalog = Self.root.appendingPathComponent("Sources/SluicePipeline/SluicePipeline.docc")
    let pages =
      try FileManager.default.contentsOfDirectory(at: catalog, includingPropertiesForKeys: nil)
      + [Self.root.appendingPathComponent("docs/api.md")]
    var shown: Set<String> = []
    for page in pages {
      let parts = try String(contentsOf: page, encoding: .utf8).components(separatedBy: "```swift\n")
      for part in parts.dropFirst() {
        let block = part.components(separatedBy: "```")[0]
        #expect(snippets.contains(block), "\(page.lastPathComponent) shows what is not in Snippets/:\n\(block)")
        shown.insert(block)
      }
    }
    #expect(shown.count == snippets.count && snippets.count >= 4, "every snippet is shown somewhere")
  }

  @Test func aTextIsScored() throws {
    let plain = try #require(try score("The library opens at nine and closes at six on weekdays."))
    let insult = try #require(try score("You are a stupid idiot, everybody hates you, you worthless moron."))
    #expect(plain.score < insult.score && plain.scoredBytes == 56)
    #expect(try score("") != nil)
  }

  @Test func ownScorersScanAndRoute() throws {
    let scratch = FileManager.default.temporaryDirectory.appendingPathComponent("sluice-api-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: scratch) }
    let corpus = scratch.appendingPathComponent("in")
    try FileManager.default.createDirectory(at: corpus, withIntermediateDirectories: true)
    let lines = ["{\"id\":\"a\",\"text\":\"quiet words\"}", "{\"id\":\"b\",\"text\":\"LOUD WORDS\"}", "cut"]
    try lines.joined(separator: "\n").write(
      to: corpus.appendingPathComponent("x.jsonl"), atomically: true, encoding: .utf8)

    let outcome = try scan(corpus.path, by: LoudnessScorer())
    #expect(outcome.tally.lines == 3 && outcome.tally.quarantined.values.reduce(0, +) == 1)
    #expect(outcome.totals.sum { $0.score == .clear }.documents == 1)

    let policy = try Policy(
      yaml: "version: 1\nrules:\n  - {name: loud, when: {score: 4}, route: drop}\n  - {name: rest, route: keep}\n",
      name: "loud")
    let output = scratch.appendingPathComponent("out").path
    let journal = try route(corpus.path, to: output, by: LoudnessScorer(), policy: policy)
    #expect(journal.decisions.withLock { $0.map(\.documentID) } == ["a", "b"])
    #expect(journal.decisions.withLock { $0.map(\.route) } == [.keep, .drop])
    for queue in ["keep", "drop", "quarantine"] {
      #expect(FileManager.default.fileExists(atPath: "\(output)/\(queue)/x.jsonl.zst"), "\(queue)")
    }
  }
}

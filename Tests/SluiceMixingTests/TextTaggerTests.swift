import SluiceCore
import SluiceIO
import SluiceMixing
import TestSupport
import Testing

/// Promise: taking the tags out of a tagged line gives back every byte; words are tagged at the rate asked
/// for, the first never; the same document is tagged alike always.
struct TextTaggerTests {
  static let tag = "<potentially_unsafe_content>"

  private func settings(_ probability: Double, _ collision: TagSettings.Collision = .quarantine) -> TagSettings {
    var settings = TagSettings.default
    settings.probability = probability
    settings.collision = collision
    return settings
  }

  private func tagged(
    _ line: String, _ settings: TagSettings, fields: FieldPaths = FieldPaths(), key: Int = 1
  ) throws -> (line: String, outcome: TextTagger.Outcome) {
    let input = ByteBuffer()
    input.append(Array(line.utf8))
    let output = ByteBuffer()
    let outcome = try TextTagger(settings, fields: fields)
      .tag(input.bytes, key: DocumentKey(shard: "a/x.jsonl", line: key), to: output)
    return (String(decoding: output.bytes, as: UTF8.self), outcome)
  }

  @Test(arguments: [
    #"{"text":"one two three"}"#, #" { "id" : 7, "text" : "  lead\n\ttail \u00e9 \ud83d\ude00 x  " } "#,
    #"{"te\u0078t":"a\u0020b\u000bc\\d \" e","z":{"text":"no"}}"#, #"{"text":""}"#, #"{"text":"one"}"#,
    #"{"x":"text\":\"trap","text":"a b","y":[{"text":1},"]"]}"#, "{\"text\":\"ä\u{a0}ö ü\u{2028}x y\"}",
  ])
  func everyByteComesBack(_ line: String) throws {
    let (result, outcome) = try tagged(line, settings(1))
    #expect(result.replacing(Self.tag, with: "") == line)
    guard case .tagged(let words, let tags, escaped: 0) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(tags == max(0, words - 1), "with certainty, each word but the first has a tag")
  }

  @Test func escapedWhiteSpaceSeparatesWords() throws {
    let (result, _) = try tagged(#"{"text":"a\u0020b\u000bc\nd"}"#, settings(1))
    #expect(result == #"{"text":"a\u0020\#(Self.tag)b\u000b\#(Self.tag)c\n\#(Self.tag)d"}"#)
  }

  @Test func theFieldIsFoundByItsPath() throws {
    let fields = FieldPaths(text: "doc.body")
    let nested = #"{"text":"p q","doc":{"x":{"body":"r s"},"body":"a b"}}"#
    #expect(
      try tagged(nested, settings(1), fields: fields).line
        == #"{"text":"p q","doc":{"x":{"body":"r s"},"body":"a \#(Self.tag)b"}}"#)
    let whole = #"{"doc":{"body":"no no"},"doc.body":"a b"}"#
    #expect(
      try tagged(whole, settings(1), fields: fields).line
        == #"{"doc":{"body":"no no"},"doc.body":"a \#(Self.tag)b"}"#)
  }

  @Test func theRateIsTheProbability() throws {
    // 200,000 words in 200 documents; four standard deviations.
    let text = Array(repeating: "word", count: 1000).joined(separator: " ")
    var tags = 0
    for key in 1...200 {
      guard case .tagged(_, let count, _) = try tagged(#"{"text":"\#(text)"}"#, settings(0.05), key: key).outcome
      else { continue }
      tags += count
    }
    let candidates = 200.0 * 999
    let deviation = (candidates * 0.05 * 0.95).squareRoot()
    #expect(abs(Double(tags) - candidates * 0.05) < 4 * deviation)
  }

  @Test func positionsDependOnSeedAndKeyAlone() throws {
    let text = #"{"text":"\#(Array(repeating: "word", count: 300).joined(separator: " "))"}"#
    let one = try tagged(text, settings(0.05)).line
    #expect(try tagged(text, settings(0.05)).line == one)
    #expect(try tagged(text, settings(0.05), key: 2).line != one)
    var other = settings(0.05)
    other.seed = 1
    #expect(try tagged(text, other).line != one)
  }

  @Test func aTextThatHoldsTheTagIsACollisionHoweverItIsSpelt() throws {
    for own in [Self.tag, #"\u003cpotentially_unsafe_content\u003e"#] {
      #expect(try tagged(#"{"text":"see \#(own) there"}"#, settings(0.5)).outcome == .collision)
    }
    #expect(
      try tagged(#"{"text":"a b","title":"\#(Self.tag)"}"#, settings(0)).outcome
        == .tagged(words: 2, tags: 0, escaped: 0), "only the text counts")
  }

  @Test(arguments: ["", "\u{2060}", "\u{2060}\u{2060}"])
  func escapingIsUndoneByItsInverse(_ joiners: String) throws {
    let own = "<\(joiners)potentially_unsafe_content> <<potentially_unsafe_content>> é"
    let (line, outcome) = try tagged(#"{"text":"\#(own)"}"#, settings(1, .escape))
    #expect(outcome == .tagged(words: 3, tags: 2, escaped: 2))
    let text = line.replacing(Self.tag, with: "").dropFirst(9).dropLast(2)
    let restored = Array(text.utf8).withUnsafeBufferPointer { TagEscape(tag: Self.tag).unescape($0) }
    #expect(String(decoding: restored, as: UTF8.self) == own)
  }
}

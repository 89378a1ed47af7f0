import SluiceClassifier
import SluiceCore
import Testing

/// All of a text is scored, and its worst part counts.
struct WindowTests {
  @Test(arguments: [0.0, 0.25, 0.5, 0.77, 1.0]) func insultInALongTextIsFoundWhereverItIs(_ share: Double) {
    let sentences = 400
    let before = BuiltIn.neutral(sentences: Int(Double(sentences) * share))
    let after = BuiltIn.neutral(sentences: sentences - Int(Double(sentences) * share))
    let insult = Array(repeating: BuiltIn.insult, count: 4).joined(separator: " ")
    let start = before.utf8.count + 1
    let text = before + " " + insult + " " + after
    let found = BuiltIn.assess(text)
    #expect(found.score >= .minimal)
    #expect(found.scoredBytes == text.utf8.count)
    #expect(found.span.overlaps(start..<start + insult.utf8.count))
    #expect(found.span.count < 6000, "the span is the evidence, not the text")
  }

  @Test func longNeutralTextIsLevelZero() {
    let text = BuiltIn.neutral(sentences: 2000)
    let found = BuiltIn.assess(text)
    #expect(found.score == .safe)
    #expect(found.scoredBytes == text.utf8.count)
  }

  /// Marks, spaces and symbols after the last word belong to the evidence.
  @Test(arguments: [
    "", ".", "!!!", "…", "”", ")", "\n", "  ", " 🎉", "🎉", "e\u{301}", " 你好", " 👨\u{200D}👩\u{200D}👧", "&amp;", "</p>",
    " 12",
  ])
  func evidenceThatReachesTheEndIncludesTheLastCharacter(_ tail: String) {
    let short = BuiltIn.insult + tail
    #expect(BuiltIn.assess(short).span == 0..<short.utf8.count)
    let long =
      BuiltIn.neutral(sentences: 300) + " " + Array(repeating: BuiltIn.insult, count: 40).joined(separator: ". ") + tail
    let found = BuiltIn.assess(long).span
    #expect(found.lowerBound > 0)
    if long.utf8.count - found.upperBound < 200 { #expect(found.upperBound == long.utf8.count) }
  }

  @Test func emptyTextIsScored() {
    let found = BuiltIn.assess("")
    #expect(found.score == .safe)
    #expect(found.scoredBytes == 0)
    #expect(found.span == 0..<0)
  }

  @Test(arguments: ["a", " ", "!", "7", "é", "中", "\u{200B}", "&", "&#", "\u{0}", "*", "@", "a ", "a-", "0a"])
  func aMegabyteOfOneThingIsScoredToItsEnd(_ piece: String) {
    let text = String(repeating: piece, count: 1_000_000 / piece.utf8.count)
    let found = BuiltIn.assess(text)
    #expect(found.scoredBytes == text.utf8.count)
    #expect(found.span.lowerBound >= 0 && found.span.upperBound <= text.utf8.count)
  }

  @Test func spansOfRandomTextLieOnScalars() {
    var random = Numbers(state: 7)
    for _ in 0..<300 {
      var scalars = String.UnicodeScalarView()
      for _ in 0..<Int(random.next() % 900) {
        let limit: UInt64 = [0x80, 0x80, 0x250, 0x3000, 0x110000][Int(random.next() % 5)]
        if let scalar = Unicode.Scalar(UInt32(random.next() % limit)) { scalars.append(scalar) }
      }
      let bytes = Array(String(scalars).utf8)
      let found = BuiltIn.assess(bytes)
      #expect(found?.scoredBytes == bytes.count)
      guard let span = found?.span else { continue }
      for offset in [span.lowerBound, span.upperBound] where offset < bytes.count {
        #expect(bytes[offset] & 0xC0 != 0x80)
      }
    }
  }

  @Test func brokenBytesDoNotCrash() {
    var random = Numbers(state: 11)
    for length in [1, 2, 7, 63, 64, 65, 4096, 100_000] {
      let bytes = (0..<length).map { _ in UInt8(truncatingIfNeeded: random.next() >> 20) }
      #expect(BuiltIn.assess(bytes)?.scoredBytes == length)
    }
    for ending in ["&", "&#", "&#x", "&#x1F", "a&", "a*", "a'", "4", "@a", "l i k e", "l i k ", "\u{1F600}"] {
      for cut in 0...ending.utf8.count { _ = BuiltIn.assess(Array(ending.utf8.prefix(cut))) }
    }
  }

  @Test func aSessionThatScoredOtherTextsGivesTheSameAnswer() {
    let texts = [BuiltIn.insult, "", BuiltIn.neutral(sentences: 90), "中文", BuiltIn.neutral(sentences: 3)]
    let session = BuiltIn.scorer.makeSession()
    for _ in 0..<3 {
      for text in texts {
        var copy = text
        #expect(copy.withUTF8 { session.assess($0) } == BuiltIn.assess(text))
      }
    }
  }
}

/// Knuth's linear congruence, good enough to make texts.
struct Numbers {
  var state: UInt64
  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state >> 11
  }
}

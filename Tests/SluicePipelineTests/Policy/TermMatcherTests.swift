import SluicePipeline
import Testing

struct TermMatcherTests {
  private func hits(_ matcher: TermMatcher, _ text: String) -> [String] {
    let bytes = Array(text.utf8)
    var found: [String] = []
    bytes.withUnsafeBufferPointer { buffer in
      matcher.forEachHit(in: buffer) { hit in
        found.append("\(hit.term):\(String(decoding: bytes[hit.range], as: UTF8.self))")
        return true
      }
    }
    return found
  }

  @Test func findsWholeWordsInAnyCase() throws {
    let matcher = try TermMatcher(terms: ["owl", "Größe", "мир"])
    #expect(hits(matcher, "OWL, owls; bowl (owl) GRÖSSE GRÖßE Мир") == ["0:OWL", "0:owl", "1:GRÖßE", "2:Мир"])
  }

  @Test func findsPhrasesWhateverPartsTheirWords() throws {
    let matcher = try TermMatcher(terms: ["red fox", "fox", "fox den now"])
    #expect(
      hits(matcher, "Red_fox den, now red\n\n-fox red, den fox") == [
        "0:Red_fox", "1:fox", "2:fox den, now", "0:red\n\n-fox", "1:fox", "1:fox",
      ])
  }

  @Test func invisibleCharactersDoNotHideAWord() throws {
    let matcher = try TermMatcher(terms: ["owl"])
    #expect(hits(matcher, "o\u{200B}w\u{AD}l").count == 1)
  }

  @Test func lookalikesFoldOnlyWhenAsked() throws {
    let text = "оwl 0wl ｏｗｌ ówl o\u{301}wl 𝐨𝐰𝐥 ⓞwl"
    #expect(hits(try TermMatcher(terms: ["owl"]), text).isEmpty)
    #expect(hits(try TermMatcher(terms: ["owl"], foldLookalikes: true), text).count == 7)
    // A number stays a number.
    #expect(hits(try TermMatcher(terms: ["so"], foldLookalikes: true), "50 5o").count == 1)
  }

  @Test func wordsBesideWordsOfOtherLettersAreFoundExactly() throws {
    // Each with the number of hits of "owl" that folding look-alikes gives it, and the number without.
    let words: [(String, Int, Int)] = [
      ("owl", 1, 1), ("OWL", 1, 1), ("o\u{200B}wl", 1, 1), ("\u{200B}owl", 1, 1), ("owl\u{AD}", 1, 1),
      ("\u{F3}wl", 1, 0),
      ("0wl", 1, 0), ("\u{43E}wl", 1, 0), ("o\u{301}wl", 1, 0), ("\u{E9}owl", 0, 0), ("3owl", 0, 0), ("owl3", 0, 0),
      ("\u{65E5}owl", 0, 0), ("owl\u{65E5}", 0, 0), ("owls", 0, 0), ("bowl", 0, 0), ("\u{2060}\u{2060}owl", 1, 1),
      ("a\u{200B}\u{200B}owl", 0, 0), ("0", 0, 0), ("\u{1F600}", 0, 0), ("o", 0, 0), ("\u{201C}owl\u{201D}", 1, 1),
      ("x" + String(repeating: "\u{200B}", count: 70) + "owl", 0, 0),
    ]
    let folded = try TermMatcher(terms: ["owl"], foldLookalikes: true)
    let plain = try TermMatcher(terms: ["owl"])
    var generator = Seeded(state: 3)
    for _ in 0..<3000 {
      var text = ""
      var expected = (0, 0)
      for _ in 0..<generator.below(40) {
        let word = words[generator.below(words.count)]
        text += word.0 + [" ", "-", "\n", "\u{2014}", ", ", "\u{3000}"][generator.below(6)]
        expected = (expected.0 + word.1, expected.1 + word.2)
      }
      #expect(hits(folded, text).count == expected.0 && hits(plain, text).count == expected.1)
    }
  }

  @Test func termsWithoutAWordAreRefused() {
    #expect(throws: TermMatcher.BadTerm(index: 1, description: "has no letter or digit")) {
      try TermMatcher(terms: ["a", " - "])
    }
    let long = Array(repeating: "a", count: 17).joined(separator: " ")
    #expect(throws: TermMatcher.BadTerm.self) { try TermMatcher(terms: [long]) }
  }

  @Test func countingStopsAtTheLimit() throws {
    let matcher = try TermMatcher(terms: ["a", "b"])
    let text = Array("a b a a b".utf8)
    text.withUnsafeBufferPointer {
      #expect(matcher.count(in: $0) == 5)
      #expect(matcher.count(in: $0, limit: 2) == 2)
      #expect(matcher.reaches(2, in: $0, distinct: true) && !matcher.reaches(3, in: $0, distinct: true))
      #expect(matcher.reaches(5, in: $0) && !matcher.reaches(6, in: $0))
    }
  }

  @Test func damagedUTF8IsReadWithoutPassingTheEnd() throws {
    let matcher = try TermMatcher(terms: ["owl"], foldLookalikes: true)
    var generator = Seeded(state: 7)
    for _ in 0..<2000 {
      let bytes = (0..<generator.below(12)).map { _ in UInt8(generator.below(256)) }
      bytes.withUnsafeBufferPointer { _ = matcher.count(in: $0) }
    }
  }

  /// The plain way: cut both into words, and compare at every word.
  private func reference(_ terms: [String], _ text: String) -> [String: Int] {
    func words(_ text: String) -> [String] {
      text.lowercased().split { !($0.isLetter || $0.isNumber) }.map(String.init)
    }
    let text = words(text)
    var counts: [String: Int] = [:]
    for phrase in Set(terms.map(words)) {
      for start in text.indices where text[start...].starts(with: phrase) {
        counts[phrase.joined(separator: " "), default: 0] += 1
      }
    }
    return counts
  }

  @Test func agreesWithThePlainSearchOnRandomTexts() throws {
    var generator = Seeded(state: 1)
    let words = ["a", "b", "ab", "ba", "é", "щ", "a1", "xyz"]
    let gaps = [" ", "-", ", ", "\n", "_", "…", "。"]
    func phrase(_ length: Int) -> String {
      (0..<length).map { k in
        let word = words[generator.below(words.count)]
        let shown = generator.below(3) == 0 ? word.uppercased() : word
        return (k == 0 ? "" : gaps[generator.below(gaps.count)]) + shown
      }.joined()
    }
    for _ in 0..<1500 {
      let terms = (0..<(1 + generator.below(12))).map { _ in phrase(1 + generator.below(5)) }
      let text = phrase(generator.below(60))
      let matcher = try TermMatcher(terms: terms)
      var counts: [String: Int] = [:]
      let bytes = Array(text.utf8)
      bytes.withUnsafeBufferPointer {
        matcher.forEachHit(in: $0) { hit in
          let normal = terms[hit.term].lowercased().split { !($0.isLetter || $0.isNumber) }.joined(separator: " ")
          counts[normal, default: 0] += 1
          return true
        }
      }
      #expect(counts == reference(terms, text))
    }
  }
}

/// A small generator with a seed, so that a failure repeats.
struct Seeded {
  var state: UInt64

  mutating func below(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }
}

import SluiceClassifier
import SluiceCore
import Testing

/// What drove a score can be told.
struct WindowEvidenceTests {
  static func explain(_ text: String, limit: Int = 8) -> WindowEvidence {
    var text = text
    return text.withUTF8 { BuiltIn.scorer.explain($0, limit: limit) }
  }

  @Test func theInsultIsAmongTheWordsThatSpeakForHarm() {
    let found = Self.explain("The soup was cold. You are a stupid idiot. The bread was fine.")
    let words = found.features.filter { $0.contribution > 0 }.map(\.text)
    #expect(words.contains { $0.contains("idiot") || $0.contains("stupid") })
  }

  @Test func theWindowIsTheOneThatWasScored() {
    let text = BuiltIn.neutral(sentences: 120) + " " + BuiltIn.insult + " " + BuiltIn.neutral(sentences: 120)
    #expect(Self.explain(text).span == BuiltIn.assess(text).span)
  }

  @Test func contributionsAreRankedAndLimited() {
    let found = Self.explain(BuiltIn.insult, limit: 5)
    #expect(found.features.count <= 5)
    let sizes = found.features.map { abs($0.contribution) }
    #expect(sizes == sizes.sorted(by: >))
  }

  @Test func disguisedWordsAreShownAsTheyStand() {
    let found = Self.explain("you 1diot", limit: 20)
    #expect(found.features.contains { $0.text.contains("1diot") })
  }

  @Test func emptyTextHasNoFeatures() { #expect(Self.explain("").features.isEmpty) }
}

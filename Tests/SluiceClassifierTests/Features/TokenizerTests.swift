import SluiceClassifier
import SluiceCore
import Testing

/// What a text scores does not depend on where its words lie in memory.
struct TokenizerTests {
  /// Words of every kind that is cut in its own way, some of them longer than what is looked at at once.
  static let text =
    "You ARE a stupid idiot, don't l0se $10 or 2nd at me@example.org (#1!!!) i d i o t & caf\u{e9} \u{201C}so\u{201D} "
    + String(repeating: "la", count: 40) + " " + String(repeating: "ha", count: 40) + "'s "
    + String(repeating: "7", count: 90) + " " + String(repeating: "=", count: 90)
    + " \u{2018}f*ck\u{2019} &amp; \u{43F}\u{440} a b"

  @Test(arguments: 0...80) func leadingSpacesShiftTheSpanAndNothingElse(_ spaces: Int) {
    let plain = BuiltIn.assess(Self.text)
    let shifted = BuiltIn.assess(String(repeating: " ", count: spaces) + Self.text)
    #expect(plain.score > .safe, "the text must alarm for the test to mean something")
    #expect(shifted.score == plain.score && shifted.probabilities == plain.probabilities)
    #expect(shifted.category == plain.category && shifted.stance == plain.stance)
    #expect(shifted.span == plain.span.lowerBound + spaces..<plain.span.upperBound + spaces)
  }

  @Test func nothingIsReadBeyondTheText() throws {
    try expectNothingReadBeyond(Self.text, TableScorer.builtIn())
  }
}

/// Finds many words and phrases in a text at once: whole words, any case, in time linear in the text.
///
/// Text and terms are cut into words by the same rules (see `CharacterFolding`), so a phrase's words
/// may be separated by any run of spaces, hyphens, underscores or other signs. Every occurrence of every
/// term is a hit, also inside a longer one. Languages written without spaces have no words in this
/// sense: there a term matches only between signs.
///
/// Immutable; searching allocates nothing. Words are looked up by hash and then compared, and
/// sequences of words run through an Aho–Corasick automaton.
public final class TermMatcher: Sendable {
  /// A term found in a text.
  public struct Hit: Sendable, Hashable {
    /// Index into `terms`: the first that reads like this.
    public var term: Int
    /// In UTF-8 bytes of the text.
    public var range: Range<Int>
  }

  /// A term that cannot be searched for.
  public struct BadTerm: Error, Hashable, CustomStringConvertible {
    /// Index of the term.
    public var index: Int
    /// What is wrong with it, without the term.
    public var description: String

    public init(index: Int, description: String) {
      self.index = index
      self.description = description
    }
  }

  /// Words a phrase may have.
  public static let longestPhrase = 16
  /// Terms `reaches(_:in:distinct:)` can tell apart.
  public static let mostDistinct = 16

  /// The terms, as they were given.
  public let terms: [String]
  let folding: CharacterFolding
  let words: WordTable
  let automaton: PhraseAutomaton
  private let starts: TermStarts

  /// - Throws: `BadTerm` for a term without a letter or digit, or with more than 16 words.
  public init(terms: [String], foldLookalikes: Bool = false) throws(BadTerm) {
    self.terms = terms
    let folding = CharacterFolding(lookalikes: foldLookalikes)
    var table = WordTable()
    var phrases: [[Int32]] = []
    for (index, term) in terms.enumerated() {
      let phrase = folding.withView { table.insertWords(of: term, $0) }
      if phrase.isEmpty { throw BadTerm(index: index, description: "has no letter or digit") }
      if phrase.count > Self.longestPhrase {
        throw BadTerm(index: index, description: "has more than \(Self.longestPhrase) words")
      }
      phrases.append(phrase)
    }
    self.folding = folding
    words = table
    automaton = PhraseAutomaton(phrases)
    let beginnings = Set(
      phrases.map { phrase in
        TermStarts.Beginning(
          table.characters(of: phrase[0]), next: phrase.dropFirst().first.flatMap { table.characters(of: $0).first })
      })
    starts = folding.withView { TermStarts(beginnings, $0) }
  }

  /// Calls `body` with every hit, in the order of their ends, until it returns false.
  public func forEachHit(in text: UnsafeBufferPointer<UInt8>, _ body: (Hit) -> Bool) {
    if terms.isEmpty { return }
    folding.withView { forEachHit(in: text, $0, body) }
  }

  private func forEachHit(
    in text: UnsafeBufferPointer<UInt8>, _ folding: CharacterFolding.View, _ body: (Hit) -> Bool
  ) {
    var scanner = WordScanner()
    var began = InlineArray<16, Int>(repeating: 0)
    var number = 0
    var state: Int32 = 0
    while true {
      // Between phrases, words that begin like no term are passed over.
      if state == 0, !scanner.skip(to: starts, text, folding) { return }
      guard let word = scanner.next(text, folding) else { return }
      let id = words.find(word, in: text, folding)
      if id < 0 {
        state = 0
        continue
      }
      began[number & 15] = word.start
      number += 1
      state = automaton.next(state, id)
      var output = automaton.firstOutput(state)
      while output > 0 {
        let start = began[(number - automaton.depth(output)) & 15]
        if !body(Hit(term: automaton.term(output), range: start..<word.end)) { return }
        output = automaton.nextOutput(output)
      }
    }
  }

  /// How many hits a text has, counting no further than `limit`.
  public func count(in text: UnsafeBufferPointer<UInt8>, limit: Int = .max) -> Int {
    var count = 0
    if limit <= 0 { return 0 }
    forEachHit(in: text) { _ in
      count += 1
      return count < limit
    }
    return count
  }

  /// Whether a text has at least so many hits; with `distinct`, each term counts once.
  ///
  /// - Precondition: `hits` is at most `mostDistinct` if `distinct`.
  public func reaches(_ hits: Int, in text: UnsafeBufferPointer<UInt8>, distinct: Bool = false) -> Bool {
    if hits <= 0 { return true }
    if !distinct { return count(in: text, limit: hits) >= hits }
    precondition(hits <= Self.mostDistinct, "at most \(Self.mostDistinct) distinct terms can be told apart")
    var seen = InlineArray<16, Int>(repeating: -1)
    var count = 0
    forEachHit(in: text) { hit in
      for k in 0..<count where seen[k] == hit.term { return true }
      seen[count] = hit.term
      count += 1
      return count < hits
    }
    return count >= hits
  }
}

/// How much of its document an answer copies, and how many of its names and numbers it keeps.
package enum Overlap {
  private static let gram = 5

  /// Lower-case runs of letters and digits.
  private static func words(_ text: String) -> [Substring] {
    text.lowercased().split { !($0.isLetter || $0.isNumber) }
  }

  /// The share of the answer's runs of five words that also occur in the document, 0 to 1. A shorter answer is
  /// compared as a whole.
  package static func copied(_ answer: String, from document: String) -> Double {
    let answer = words(answer)
    let document = words(document)
    guard !answer.isEmpty else { return 0 }
    let size = min(gram, answer.count)
    guard document.count >= size else { return 0 }
    func grams(_ words: [Substring]) -> [Int] {
      (0...(words.count - size)).map { Array(words[$0..<($0 + size)]).hashValue }
    }
    let known = Set(grams(document))
    let own = grams(answer)
    return Double(own.count { known.contains($0) }) / Double(own.count)
  }

  /// Names and numbers of a text: words that begin with a capital inside a sentence, and runs of two digits
  /// or more.
  package static func facts(_ text: String) -> Set<Substring> {
    var facts: Set<Substring> = []
    var opensSentence = true
    for word in text.split(whereSeparator: \.isWhitespace) {
      let core = word.drop { !($0.isLetter || $0.isNumber) }.prefix { $0.isLetter || $0.isNumber || $0 == "-" }
      if core.count >= 3, core.first!.isUppercase, !opensSentence { facts.insert(core) }
      for digits in word.split(whereSeparator: { !$0.isNumber }) where digits.count >= 2 { facts.insert(digits) }
      opensSentence = word.last.map { ".!?:\"\u{201d})".contains($0) } ?? false
    }
    return facts
  }

  /// The share of the document's names and numbers that the answer has; 1 if there are none.
  package static func factsKept(_ answer: String, of document: String) -> Double {
    let wanted = facts(document)
    guard !wanted.isEmpty else { return 1 }
    let words = Set(answer.split { !($0.isLetter || $0.isNumber || $0 == "-") })
    return Double(wanted.count { words.contains($0) }) / Double(wanted.count)
  }
}

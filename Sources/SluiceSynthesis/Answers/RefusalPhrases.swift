/// Recognises by common English phrases whether somebody declines.
package enum RefusalPhrases {
  static func plain(_ text: some StringProtocol) -> String {
    text.lowercased().replacing("\u{2019}", with: "'")
  }

  /// Whether an answer begins by declining the task it was given.
  package static func declinesTask(_ text: String) -> Bool {
    let start = plain(text.prefix(240))
    if start.hasPrefix("as an ai") { return true }
    let openings = [
      "i'm sorry", "i am sorry", "sorry, ", "i can't", "i cannot", "i can not", "i'm unable", "i am unable", "i won't",
      "i will not", "i'm not able", "i am not able", "i must decline", "i have to decline", "unfortunately, i",
      "i apologize", "i apologise", "i'm not going to",
    ]
    guard openings.contains(where: { start.hasPrefix($0) }) else { return false }
    let verbs = [
      "help", "assist", "provide", "write", "rewrite", "create", "fulfil", "comply", "do that", "with this",
      "with that",
      "continue", "generate", "produce", "engage", "process", "respond",
    ]
    return verbs.contains { start.contains($0) }
  }

  /// Whether an assistant clearly says no.
  package static func declines(_ text: String) -> Bool {
    let text = plain(text)
    let phrases = [
      "can't", "cannot", "can not", "won't", "will not", "not able to", "unable to", "not going to", "decline",
      "refuse",
      "not something i", "not comfortable", "don't feel", "wouldn't be right", "not willing", "couldn't",
      "have to say no",
      "rather not", "isn't something", "is not something", "shouldn't", "must not",
    ]
    return text.hasPrefix("no,") || text.hasPrefix("no.") || phrases.contains { text.contains($0) }
  }
}

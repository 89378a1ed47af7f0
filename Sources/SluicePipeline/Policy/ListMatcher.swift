internal import SluiceCore
internal import SluiceIO

/// A predicate over lists: what costs more than comparing numbers. Immutable and shared by all
/// variants of a policy.
final class ListMatcher: Sendable {
  enum Kind: Sendable {
    case source(exact: ByteSet, patterns: [NamePattern])
    case id(ByteSet)
    case url(URLList)
    case terms(TermMatcher, hits: Int, distinct: Bool)
  }

  let kind: Kind
  /// How the predicate reads in a sentence, such as `the id is in ids.txt (12 ids)`.
  let phrase: String
  /// Kind, options and digest of the entries: the matcher's part of the policy's digest.
  let canonical: String

  init(kind: Kind, phrase: String, canonical: String) {
    self.kind = kind
    self.phrase = phrase
    self.canonical = canonical
  }

  func holds(_ input: PolicyInput) -> Bool {
    switch kind {
    case .source(let exact, let patterns):
      guard let source = input.source else { return false }
      return exact.contains(source) || patterns.contains { $0.matches(source) }
    case .id(let ids):
      guard let id = input.id else { return false }
      return ids.contains(id)
    case .url(let list):
      guard let url = input.url else { return false }
      return list.contains(url)
    case .terms(let matcher, let hits, let distinct):
      return matcher.reaches(hits, in: input.text, distinct: distinct)
    }
  }
}

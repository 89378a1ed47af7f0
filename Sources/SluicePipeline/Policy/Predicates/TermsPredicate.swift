internal import SluiceCore
internal import Yams

/// `terms`: the text contains listed words or phrases often enough; of each list, where there are several.
struct TermsPredicate: PolicyPredicate {
  static let key = "terms"
  static let otherNames = ["words_list", "keywords", "phrases"]

  private let searches: [TermSearch]

  var canonical: String { searches.map(\.canonical).joined(separator: " and ") }
  var clause: String { searches.map(\.clause).joined(separator: " and ") }

  func holds(in cell: Cell) -> Bool? { nil }

  func compile(into condition: inout CompiledCondition, _ tests: inout DocumentTests) {
    for search in searches { tests.add(search) }
  }

  static func read(_ node: Node, at path: String, with reader: inout PolicyReader) -> TermsPredicate? {
    guard case .sequence(let items) = node, items.contains(where: { $0.mapping != nil }) else {
      return TermSearch.read(node, at: path, with: &reader).map { TermsPredicate(searches: [$0]) }
    }
    let searches = items.enumerated().map { TermSearch.read($1, at: "\(path)[\($0 + 1)]", with: &reader) }
    return searches.contains { $0 == nil } ? nil : TermsPredicate(searches: searches.compactMap(\.self))
  }
}

/// One list of terms, and how many of them a text must have.
private final class TermSearch: DocumentTest {
  private let matcher: TermMatcher
  private let hits: Int
  private let distinct: Bool
  let canonical: String
  let clause: String
  let isRecorded = false

  private init(_ terms: ListEntries, hits: Int, distinct: Bool, fold: Bool) throws(TermMatcher.BadTerm) {
    matcher = try TermMatcher(terms: terms.strings, foldLookalikes: fold)
    self.hits = hits
    self.distinct = distinct
    canonical = "hits=\(hits) distinct=\(distinct) fold=\(fold) \(terms.digest)"
    let many = hits == 1 ? "at least 1 hit" : "at least \(hits) \(distinct ? "different hits" : "hits")"
    let list = terms.phrase("term", article: "the")
    clause = "the text contains \(many) of \(list)\(fold ? ", look-alike letters folded" : "")"
  }

  func holds(_ input: PolicyInput) -> Bool { matcher.reaches(hits, in: input.text, distinct: distinct) }

  static func read(_ node: Node, at path: String, with reader: inout PolicyReader) -> TermSearch? {
    let options = ["min_hits", "distinct", "fold_lookalikes"]
    let read = reader.readEntries(node, at: path, inline: "values", file: "file", others: options)
    guard let (terms, fields) = read else { return nil }
    let hits = fields["min_hits"].flatMap { reader.readNumber($0, at: path + ".min_hits", .count) } ?? 1
    let distinct = fields["distinct"].flatMap { reader.flag($0, at: path + ".distinct") } ?? false
    let fold = fields["fold_lookalikes"].flatMap { reader.flag($0, at: path + ".fold_lookalikes") } ?? false
    if let place = fields["min_hits"], hits == 0 {
      reader.report(place, path + ".min_hits", "every text has at least 0 hits", "Write 1 or more")
    }
    if let place = fields["min_hits"] ?? fields["distinct"], distinct {
      let most = min(TermMatcher.mostDistinct, terms.entries.count)
      if hits > most, !terms.entries.isEmpty {
        reader.report(
          place, path + ".min_hits", "\(hits) distinct terms are asked for, but at most \(most) can be found",
          "At most \(TermMatcher.mostDistinct) can be told apart, and no more than the list contains")
      }
    }
    guard reader.isGiven([terms], node, path) else { return nil }
    do throws(TermMatcher.BadTerm) {
      return try TermSearch(terms, hits: hits, distinct: distinct, fold: fold)
    } catch {
      reader.report(terms.entries[error.index], path, "the term \(error.description)", "Correct or remove it")
      return nil
    }
  }
}

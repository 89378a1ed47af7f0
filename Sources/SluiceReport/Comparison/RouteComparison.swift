package import SluiceCore

/// Documents both runs have, by key.
package struct RouteComparison: Codable, Sendable {
  package struct Document: Codable, Sendable {
    package var key: String
    package var id: String?
    package var source: String?
    package var from: Route
    package var to: Route
    package var scoreFrom: Int
    package var scoreTo: Int

    package init(key: String, id: String?, source: String?, from: Route, to: Route, scoreFrom: Int, scoreTo: Int) {
      self.key = key
      self.id = id
      self.source = source
      self.from = from
      self.to = to
      self.scoreFrom = scoreFrom
      self.scoreTo = scoreTo
    }
  }

  package struct Move: Codable, Sendable, Hashable {
    package var from: Route
    package var to: Route
    package var documents: Int
  }

  static let shown = 100

  /// Shards both runs have finished.
  package var shards = 0
  /// Shards that only one of the runs has finished, and their documents.
  package var shardsOfOne = 0
  package var documentsInShardsOfOne = 0
  package var documents = 0
  /// Every pair of routes that occurs.
  package var moves: [Move] = []
  package var changed = 0
  package var scoreChanged = 0
  /// Keys with a decision on one side only: quarantined on the other, or in a shard that only one run has finished.
  /// Nil where a run did not record kept documents.
  package var onlyInOne: Int? = 0
  /// Whether a run recorded routed documents only: moves into or out of its keep do not show.
  package var isPartial = false
  /// Keys whose text is not the same.
  package var otherText = 0
  /// The first documents that changed their route.
  package var examples: [Document] = []

  package init() {}

  package mutating func add(_ document: Document) {
    documents += 1
    if document.scoreFrom != document.scoreTo { scoreChanged += 1 }
    if let known = moves.firstIndex(where: { $0.from == document.from && $0.to == document.to }) {
      moves[known].documents += 1
    } else {
      moves.append(Move(from: document.from, to: document.to, documents: 1))
    }
    guard document.from != document.to else { return }
    changed += 1
    if examples.count < Self.shown { examples.append(document) }
  }

  /// Nil for moves that do not show, because a run did not record kept documents.
  func count(_ from: Route, _ to: Route) -> Int? {
    if isPartial, from == .keep || to == .keep { return nil }
    return moves.first { $0.from == from && $0.to == to }?.documents ?? 0
  }

  /// What could not be compared; empty if everything was.
  var remainder: String {
    var sentences: [String] = []
    if onlyInOne != 0 {
      let count = onlyInOne.map(Numbers.count) ?? "–"
      sentences.append("Keys with a decision on one side only: \(count).")
    }
    if shardsOfOne > 0 {
      sentences.append(
        "\(shardsOfOne.counted("shard")) with \(documentsInShardsOfOne.counted("document")) "
          + "\(shardsOfOne == 1 ? "is" : "are") in one run only.")
    }
    if otherText > 0 { sentences.append("Keys with a different text: \(Numbers.count(otherText)).") }
    return sentences.joined(separator: " ")
  }

  /// How many documents changed.
  var changeSentence: String {
    "\(Numbers.count(changed)) of \(documents.counted("document")) "
      + "\(isPartial ? "recorded by both runs" : "in both runs") changed their route, "
      + "\(Numbers.count(scoreChanged)) their score."
  }

  /// Whether documents moved one way more than the other (McNemar's test on leaving and entering keep).
  package var keepSentence: String {
    if isPartial {
      return
        "One of the runs did not record kept documents (--ledger routed), so moves into or out of keep do not show."
    }
    let left = moves.filter { $0.from == .keep && $0.to != .keep }.reduce(0) { $0 + $1.documents }
    let entered = moves.filter { $0.from != .keep && $0.to == .keep }.reduce(0) { $0 + $1.documents }
    guard left + entered > 0 else { return "No document entered or left keep." }
    let gap = abs(Double(left - entered))
    let z = gap / Double(left + entered).squareRoot()
    return "\(left.counted("document")) left keep and \(Numbers.count(entered)) entered it: "
      + (z > 3.29 ? "a shift in one direction." : "no clear direction.")
  }
}

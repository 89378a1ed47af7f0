internal import SluiceCore

/// How far two annotators agree on the documents both judged.
package struct Agreement: Sendable, Hashable, Codable {
  package var documents: Int
  /// Share of documents given the same level.
  package var exact: Double
  /// Share of documents given levels at most one apart.
  package var withinOne: Double
  /// Cohen's kappa with quadratic weights; nil if both gave every document the same level.
  package var quadraticKappa: Double?
  /// Shares with the same category and the same stance.
  package var category: Double
  package var stance: Double

  /// - Returns: nil if no document was judged by both. Of records with the same id the last counts.
  package init?(_ first: [AnnotationRecord], _ second: [AnnotationRecord]) {
    let others = Dictionary(second.map { (Name($0.id), $0) }) { _, last in last }
    let mine = Dictionary(first.map { (Name($0.id), $0) }) { _, last in last }
    let pairs = mine.values.compactMap { record in others[Name(record.id)].map { (record, $0) } }
    guard !pairs.isEmpty else { return nil }
    func share(_ agree: (AnnotationRecord, AnnotationRecord) -> Bool) -> Double {
      Double(pairs.count { agree($0, $1) }) / Double(pairs.count)
    }
    var matrix = ConfusionMatrix()
    for (a, b) in pairs { matrix[Int(a.score.rawValue), Int(b.score.rawValue)] += 1 }
    documents = pairs.count
    exact = share { $0.score == $1.score }
    withinOne = share { abs(Int($0.score.rawValue) - Int($1.score.rawValue)) <= 1 }
    quadraticKappa = matrix.quadraticKappa
    category = share { $0.category == $1.category }
    stance = share { $0.stance == $1.stance }
  }
}

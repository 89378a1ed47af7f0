internal import SluiceCore

extension CorpusReport {
  /// Whether what a comparison counts with can be true: a report.json may have been edited. Lists over the levels have
  /// an element for each, and no count is negative or beyond what a count can be.
  package var isSound: Bool {
    let lists = [levels.map(\.documents)] + categories.map(\.levels) + sources.map(\.levels)
    let routed = routings.flatMap { $0.routes.values.compactMap(\.documents) }
    let counts = [documents.documents, documents.words] + routed
    return lists.allSatisfy { $0.count == SafetyScore.count }
      && (lists.joined() + counts).allSatisfy { $0 == $0.asCount }
  }
}

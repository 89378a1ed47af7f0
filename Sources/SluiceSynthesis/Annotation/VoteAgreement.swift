internal import SluiceCore
internal import SluiceTraining

/// How far a model's votes on the same documents agree: the mean over all pairs of votes.
package struct VoteAgreement: Encodable {
  /// Documents with two votes or more.
  package var documents: Int
  /// Share of them on which all votes have the same level.
  package var unanimous: Double
  package var exact: Double
  package var withinOne: Double
  /// Nil if all votes are of one level.
  package var quadraticKappa: Double?

  /// - Returns: nil if no document has two votes.
  package init?(_ judged: [JudgedDocument]) {
    let voted = judged.filter { $0.votes.count > 1 }
    guard !voted.isEmpty else { return nil }
    documents = voted.count
    unanimous = Double(voted.count { Set($0.votes.map(\.score)).count == 1 }) / Double(voted.count)
    // Every pair of votes of a document is a pair of annotators who both judged it.
    var first: [AnnotationRecord] = []
    var second: [AnnotationRecord] = []
    for document in voted {
      for a in document.votes.indices {
        for b in document.votes.indices where b > a {
          let id = "\(document.document.id)\n\(a)\n\(b)"
          first.append(Self.record(id, document.votes[a]))
          second.append(Self.record(id, document.votes[b]))
        }
      }
    }
    let agreement = Agreement(first, second)!
    exact = agreement.exact
    withinOne = agreement.withinOne
    quadraticKappa = agreement.quadraticKappa
  }

  private static func record(_ id: String, _ vote: Vote) -> AnnotationRecord {
    AnnotationRecord(
      item: AnnotationItem(id: id, text: "", source: ""), score: vote.score, category: vote.category ?? .none,
      stance: vote.stance ?? .none, reason: "", annotator: "")
  }
}

package import SluiceCore
package import SluiceTraining

/// A document with the votes that are in.
package struct JudgedDocument: Sendable {
  /// With the text that was judged: the beginning of a long one.
  package var document: AnnotationItem
  package var votes: [Vote]
  /// Whether no further vote will come: each is in, or lost.
  package var isComplete: Bool

  package init(document: AnnotationItem, votes: [Vote], isComplete: Bool) {
    self.document = document
    self.votes = votes
    self.isComplete = isComplete
  }

  /// The middle level; of two middle ones the higher.
  package var score: SafetyScore? {
    guard !votes.isEmpty else { return nil }
    return votes.map(\.score).sorted()[votes.count / 2]
  }

  /// The vote that speaks for the document: the first with its score, if there is one.
  package var spokesman: Vote? {
    let score = score
    return votes.first { $0.score == score }
  }
}

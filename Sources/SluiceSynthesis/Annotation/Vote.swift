internal import Foundation
package import SluiceCore
package import SluiceTraining

/// One judgement: the JSON object the prompt asks for. Models that know the level alone may leave category
/// and stance out.
package struct Vote: Sendable, Hashable, Codable {
  package var score: SafetyScore
  package var reason: String
  package var category: Category?
  package var stance: Stance?

  /// Reads an answer strictly: one object and nothing else, a level of 0 to 5, a reason, known names.
  init?(answer: String) {
    guard let vote = try? JSONDecoder().decode(Vote.self, from: Data(answer.utf8)), !vote.reason.trimmed.isEmpty else {
      return nil
    }
    self = vote
    // A few words; a model that quotes at length must not fill the labels.
    reason = String(vote.reason.replacing("\n", with: " ").prefix(200))
  }
}

/// A document with the votes that are in.
package struct JudgedDocument: Sendable {
  /// With the text that was judged: the beginning of a long one.
  package var document: AnnotationItem
  package var votes: [Vote]
  /// Whether no further vote will come: each is in, or its repair failed, too.
  package var isComplete: Bool

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

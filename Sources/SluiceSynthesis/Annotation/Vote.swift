internal import Foundation
package import SluiceCore
internal import SluiceTraining

/// One judgement: the JSON object the prompt asks for. A model that only knows levels may leave out category
/// and stance.
package struct Vote: Sendable, Hashable, Codable {
  package var score: SafetyScore
  package var reason: String
  package var category: Category?
  package var stance: Stance?

  /// Reads an answer strictly: one object and nothing else, a level from 0 to 5, a reason, known names.
  ///
  /// - Returns: nil if the answer is anything else.
  package init?(answer: String) {
    guard let vote = try? JSONDecoder().decode(Vote.self, from: Data(answer.utf8)), !vote.reason.trimmed.isEmpty else {
      return nil
    }
    self = vote
    // A few words will do; a model that quotes at length must not fill the labels.
    reason = String(vote.reason.replacing("\n", with: " ").prefix(200))
  }
}

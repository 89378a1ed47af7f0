internal import Dispatch
package import SluiceCore
internal import Synchronization

extension Outcome {
  /// Documents a thread takes at a time.
  private static let blockSize = 64

  /// Scores documents on several threads. Outcomes are in the order of the documents, whatever `jobs` is.
  ///
  /// - Parameters:
  ///   - keepingText: whether outcomes carry the text, for ``EvaluationReport/errors``.
  ///   - decide: a score that replaces the model's own decision; nil leaves it.
  package static func score(
    _ documents: [LabelledDocument], with scorer: any Scorer, jobs: Int, keepingText: Bool = false,
    decide: @Sendable (LevelProbabilities) -> SafetyScore? = { _ in nil }
  ) -> [Outcome] {
    let blocks = (documents.count + blockSize - 1) / blockSize
    let next = Atomic(0)
    let done = Mutex([[Outcome]](repeating: [], count: blocks))
    DispatchQueue.concurrentPerform(iterations: max(1, min(jobs, blocks))) { _ in
      let session = scorer.makeSession()
      while true {
        let block = next.add(1, ordering: .relaxed).oldValue
        guard block < blocks else { return }
        let range = block * blockSize..<min((block + 1) * blockSize, documents.count)
        let outcomes = documents[range].map { document in
          var text = document.text
          var assessment = text.withUTF8 { session.assess($0) }
          if let probabilities = assessment?.probabilities, let score = decide(probabilities) {
            assessment?.score = score
          }
          return Outcome(document, assessment, keepingText: keepingText)
        }
        done.withLock { $0[block] = outcomes }
      }
    }
    return done.withLock { $0.flatMap { $0 } }
  }
}

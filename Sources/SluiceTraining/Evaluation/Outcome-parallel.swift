internal import Dispatch
package import SluiceCore
internal import Synchronization

extension Outcome {
  /// Documents a thread takes at a time.
  private static let blockSize = 64

  /// Scores documents on several threads. Outcomes are in the order of the documents, whatever `jobs` is.
  ///
  /// - Parameters:
  ///   - cuts: the policy's, which replace the model's own decision; nil to leave that.
  ///   - keepingText: whether outcomes carry the text, for ``EvaluationReport/errors``.
  package static func score(
    _ documents: [LabelledDocument], with scorer: any Scorer, cuts: ScoreCuts?, jobs: Int, keepingText: Bool = false
  ) -> [Outcome] {
    let blocks = (documents.count + blockSize - 1) / blockSize
    let next = Atomic(0)
    let done = Mutex([[Outcome]](repeating: [], count: blocks))
    DispatchQueue.concurrentPerform(iterations: max(1, min(jobs, blocks))) { _ in
      let judge = Judge(scorer, cuts: cuts)
      while true {
        let block = next.add(1, ordering: .relaxed).oldValue
        guard block < blocks else { return }
        let range = block * blockSize..<min((block + 1) * blockSize, documents.count)
        let outcomes = documents[range].map { document in
          Outcome(document, try? judge.judge(document.text).get(), keepingText: keepingText)
        }
        done.withLock { $0[block] = outcomes }
      }
    }
    return done.withLock { $0.flatMap { $0 } }
  }
}

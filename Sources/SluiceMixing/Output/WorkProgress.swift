internal import Synchronization

/// How far tagging or mixing has come; written by workers, read by the display.
package final class WorkProgress: Sendable {
  package enum Step: String, Sendable, Codable {
    case tagging
    /// Over all documents that a recipe may take.
    case surveying
    /// The documents it takes, to their output shards.
    case dealing
    case writing
  }

  package struct Snapshot: Sendable {
    package var step: Step
    /// Documents of this step that are done, and all of them as far as records tell; 0 if they do not.
    package var documents: Int
    package var total: Int
    /// When the step began.
    package var since: ContinuousClock.Instant
  }

  private let state = Mutex<(step: Step, total: Int, since: ContinuousClock.Instant)?>(nil)
  private let documents = Atomic(0)

  package init() {}

  /// Nil until something has begun.
  package var snapshot: Snapshot? {
    state.withLock { state in
      state.map {
        Snapshot(step: $0.step, documents: documents.load(ordering: .relaxed), total: $0.total, since: $0.since)
      }
    }
  }

  package func begin(_ step: Step, documents total: Int) {
    state.withLock { state in
      state = (step, total, .now)
      documents.store(0, ordering: .relaxed)
    }
  }

  package func documentDone() { documents.add(1, ordering: .relaxed) }
}

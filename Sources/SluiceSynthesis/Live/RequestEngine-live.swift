internal import Foundation

extension RequestEngine {
  /// Asks a live server everything that is due.
  ///
  /// - Throws: `SynthesisError` if the server cannot be reached or refuses every request; `IOFailure`,
  ///   `LedgerError`. Answers that came before stay recorded.
  package func runLive(
    _ settings: LiveSettings, options: ModelOptions, progress: LiveProgress,
    isStopping: @escaping @Sendable () -> Bool
  ) throws -> LiveReport {
    let loop = try LiveLoop(
      stage, settings: settings, options: options, progress: progress, isStopping: isStopping)
    return try Blocking.wait { try await loop.run() }
  }
}

/// Runs asynchronous work for a caller that is not.
private enum Blocking {
  /// Unchecked: work and result change hands once each, and the semaphore separates before from after.
  private final class Handover<T>: @unchecked Sendable {
    let work: () async throws -> T
    var result: Result<T, any Error>?

    init(_ work: @escaping () async throws -> T) { self.work = work }

    func perform() async {
      do { result = .success(try await work()) } catch { result = .failure(error) }
    }
  }

  static func wait<T>(_ work: @escaping () async throws -> T) throws -> T {
    let handover = Handover(work)
    let done = DispatchSemaphore(value: 0)
    Task.detached {
      await handover.perform()
      done.signal()
    }
    done.wait()
    return try handover.result!.get()
  }
}

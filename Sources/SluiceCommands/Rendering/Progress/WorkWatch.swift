internal import Foundation
internal import SluiceMixing
internal import SluiceReport

extension LogOptions {
  /// Shows the progress of tagging or mixing: a bar on a terminal, or lines of JSON.
  func watch<T>(_ progress: WorkProgress, _ work: () throws -> T) rethrows -> T {
    if tellsMachines {
      let ticker = Ticker("work", every: 2) { seconds in
        if let now = progress.snapshot { Console.errorData(WorkCounters(now, seconds: seconds).json) }
      }
      defer { ticker.stop() }
      return try work()
    }
    let line = drawsProgress ? TerminalLine { _ in progress.snapshot.map(Self.line) ?? "" } : nil
    defer { line?.finish() }
    return try work()
  }

  private static func line(_ now: WorkProgress.Snapshot) -> String {
    let seconds = (ContinuousClock.now - now.since) / .seconds(1)
    let perSecond = seconds > 0 ? Int(Double(now.documents) / seconds) : 0
    return "\(now.step.rawValue)  " + ProgressBar.bar(now.documents, of: now.total, seconds: seconds)
      + "\(Numbers.count(now.documents)) docs  \(Numbers.count(perSecond))/s"
  }
}

/// A line of progress for machines.
private struct WorkCounters: Encodable {
  var event = "progress"
  var time = Date().ISO8601Format()
  /// Since the command began.
  var seconds: Double
  var step: WorkProgress.Step
  /// Of this step.
  var documentsDone: Int
  var documents: Int

  init(_ now: WorkProgress.Snapshot, seconds: Double) {
    self.seconds = (seconds * 1000).rounded() / 1000
    step = now.step
    documentsDone = now.documents
    documents = now.total
  }

  var json: String { JSONOutput.line(self) }
}

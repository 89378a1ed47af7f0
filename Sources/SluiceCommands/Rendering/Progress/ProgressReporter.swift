internal import SluiceIO
internal import SluicePipeline

/// Reports the progress of a run to machines every few seconds.
final class ProgressReporter {
  private let ticker: Ticker
  private let tell: @Sendable (_ finished: Bool) -> Void

  /// - Parameters:
  ///   - file: a Prometheus textfile to keep up to date, if any.
  ///   - logsLines: whether progress lines are printed on standard error.
  /// - Throws: if the file cannot be written at all.
  init(
    _ progress: SluicePipeline.Progress, totalBytes: Int, shards: Int, file: String?, logsLines: Bool
  ) throws {
    let start = ContinuousClock.now
    @Sendable func counters(_ finished: Bool) -> ProgressCounters {
      ProgressCounters(
        progress.snapshot, totalBytes: totalBytes, shards: shards,
        seconds: (ContinuousClock.now - start) / .seconds(1), finished: finished)
    }
    if let file { try MetricsFile.write(counters(false).prometheus, to: file) }
    tell = { finished in
      let now = counters(finished)
      // Monitoring never stops a run: a full disk shows elsewhere.
      if let file { try? MetricsFile.write(now.prometheus, to: file) }
      if logsLines { Console.errorData(now.json) }
    }
    ticker = Ticker("progress", every: 2) { [tell] _ in tell(false) }
  }

  /// Tells the last numbers, and stops.
  func finish() {
    ticker.stop()
    tell(true)
  }
}

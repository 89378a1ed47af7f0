internal import SluicePipeline

extension LogOptions {
  /// Shows the progress of a run or a scan: a bar on a terminal, lines of JSON, a file for Prometheus. The first
  /// SIGINT or SIGTERM asks the work to stop in order.
  ///
  /// - Parameters:
  ///   - bytes: compressed bytes to read.
  ///   - metricsFile: a Prometheus textfile to keep up to date, if any.
  func watch<T>(
    bytes: Int, shards: Int, metricsFile: String? = nil, _ work: (SluicePipeline.Progress) throws -> T
  ) throws -> T {
    let progress = SluicePipeline.Progress()
    let bar = drawsProgress ? ProgressBar.draw(progress, totalBytes: bytes) : nil
    let isReported = metricsFile != nil || tellsMachines
    let reporter =
      try isReported
      ? ProgressReporter(progress, totalBytes: bytes, shards: shards, file: metricsFile, logsLines: tellsMachines) : nil
    let signals = StopSignals(progress)
    defer {
      bar?.finish()
      reporter?.finish()
      withExtendedLifetime(signals) {}
    }
    return try work(progress)
  }
}

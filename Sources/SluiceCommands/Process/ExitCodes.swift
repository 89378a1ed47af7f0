internal import ArgumentParser

/// The program's exit codes; a public contract (`sluice --help` lists them).
extension ExitCode {
  /// Done, but lines were quarantined or shards failed.
  static let incomplete = ExitCode(2)
  /// Refused: inputs, model, policy or options are not those the run began with.
  static let drift = ExitCode(3)
  /// Stopped by a signal; the same command continues where it stopped.
  static let interrupted = ExitCode(130)
}

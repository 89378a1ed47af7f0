internal import ArgumentParser
internal import Logging

enum LogFormat: String, CaseIterable, ExpressibleByArgument {
  case text, json
}

/// `--quiet` and `--log-format`, and the logger they describe.
struct LogOptions: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Print results and errors only: no progress, no notes.")
  var quiet = false

  @Option(help: "Format of the notes on standard error: text or json (one object per line).")
  var logFormat = LogFormat.text

  func makeLogger() -> Logger {
    var logger = Logger(label: "sluice") { [logFormat] _ in StandardErrorLog(format: logFormat) }
    logger.logLevel = quiet ? .error : .info
    return logger
  }

  /// Whether progress is told as lines of JSON.
  var tellsMachines: Bool { !quiet && logFormat == .json }

  /// Whether a progress bar may be drawn.
  var drawsProgress: Bool { !quiet && logFormat == .text && Console.errorIsTerminal }
}

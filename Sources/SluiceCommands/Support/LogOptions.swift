internal import ArgumentParser
internal import Foundation
internal import Logging
internal import SluicePipeline

enum LogFormat: String, CaseIterable, ExpressibleByArgument {
  case text, json
}

/// `--quiet` and `--log-format`, and the logger they describe.
struct LogOptions: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Print results and errors only: no progress, no notes.")
  var quiet = false

  @Option(help: "Form of the notes on standard error: text or json (one object a line).")
  var logFormat = LogFormat.text

  func makeLogger() -> Logger {
    var logger = Logger(label: "sluice") { [logFormat] _ in StandardErrorLog(format: logFormat) }
    logger.logLevel = quiet ? .error : .info
    return logger
  }

  /// Who tells machines how the work goes on; nil if nobody listens.
  func makeLiveReporter(_ progress: SluicePipeline.Progress, totalBytes: Int, shards: Int, file: String?) throws
    -> LiveReporter?
  {
    guard file != nil || tellsMachines else { return nil }
    return try LiveReporter(progress, totalBytes: totalBytes, shards: shards, file: file, logsLines: tellsMachines)
  }

  /// Whether progress is told as lines of JSON.
  var tellsMachines: Bool { !quiet && logFormat == .json }

  /// Whether a progress bar may be drawn.
  var drawsProgress: Bool { !quiet && logFormat == .text && Console.errorIsTerminal }
}

/// One line a note, on standard error. Notes never hold document text.
private struct StandardErrorLog: LogHandler {
  let format: LogFormat
  var logLevel = Logger.Level.info
  var metadata: Logger.Metadata = [:]

  init(format: LogFormat) { self.format = format }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let fields = metadata.merging(event.metadata ?? [:]) { _, new in new }
    switch format {
    case .text:
      let extra = fields.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
      let prefix = event.level >= .warning ? "sluice: \(event.level.rawValue): " : "sluice: "
      Console.error(prefix + "\(event.message)" + extra + "\n")
    case .json:
      var object: [String: String] = fields.mapValues { "\($0)" }
      object["level"] = event.level.rawValue
      object["message"] = "\(event.message)"
      object["time"] = Date().ISO8601Format()
      Console.error(JSONOutput.line(object))
    }
  }
}

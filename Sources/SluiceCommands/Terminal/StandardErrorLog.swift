internal import Foundation
internal import Logging
internal import SluiceCore
internal import SluiceReport

/// One line per note, on standard error. Notes never hold document text.
struct StandardErrorLog: LogHandler {
  private let format: LogFormat
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
      Console.error((prefix + "\(event.message)" + extra).shown + "\n")
    case .json:
      var object: [String: String] = fields.mapValues { "\($0)" }
      object["level"] = event.level.rawValue
      object["message"] = "\(event.message)"
      object["time"] = Date().ISO8601Format()
      Console.errorData(JSONOutput.line(object))
    }
  }
}

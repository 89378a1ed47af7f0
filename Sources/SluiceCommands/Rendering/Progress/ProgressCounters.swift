internal import Foundation
internal import SluiceCore
package import SluicePipeline
internal import SluiceReport

/// How far a run has come, for machines: `--metrics-file` and the progress lines of `--log-format json` show
/// these same numbers.
package struct ProgressCounters: Encodable {
  var event = "progress"
  var time: String
  var seconds: Double
  var bytesRead: Int
  var bytesTotal: Int
  var bytesDecompressed: Int
  var bytesPerSecond: Double
  var lines: Int
  var documents: Int
  var documentsPerSecond: Double
  /// Nil before anything is known.
  var etaSeconds: Double?
  /// Lines by lane.
  var lanes: [String: Int]
  var shardsTotal: Int
  var shardsDone: Int
  var shardsFailed: Int
  var finished: Bool

  package init(_ now: SluicePipeline.Progress.Snapshot, totalBytes: Int, shards: Int, seconds: Double, finished: Bool) {
    time = Date().ISO8601Format()
    self.seconds = (seconds * 1000).rounded() / 1000
    bytesRead = now.bytes
    bytesTotal = totalBytes
    bytesDecompressed = now.decompressedBytes
    bytesPerSecond = seconds > 0 ? (Double(now.bytes) / seconds).rounded() : 0
    lines = now.lines
    lanes = Dictionary(uniqueKeysWithValues: Lane.partition.map { ($0.rawValue, now.lanes[$0.index]) })
    documents = Route.allCases.reduce(0) { $0 + now.lanes[Lane($1).index] }
    documentsPerSecond = seconds > 0 ? (Double(documents) / seconds).rounded() : 0
    if totalBytes > 0, now.bytes > 0 {
      etaSeconds = (seconds * Double(max(0, totalBytes - now.bytes)) / Double(now.bytes)).rounded()
    }
    shardsTotal = shards
    shardsDone = now.shardsDone
    shardsFailed = now.shardsFailed
    self.finished = finished
  }

  /// One line of JSON.
  var json: String { JSONOutput.line(self) }

  /// The text format of Prometheus (node_exporter's textfile collector).
  package var prometheus: String {
    var text = ""
    func metric(_ name: String, _ type: String, _ help: String, _ values: [(labels: String, value: String)]) {
      text += "# HELP sluice_\(name) \(help)\n# TYPE sluice_\(name) \(type)\n"
      for (labels, value) in values { text += "sluice_\(name)\(labels) \(value)\n" }
    }
    metric("input_bytes_total", "counter", "Compressed bytes read by this process.", [("", String(bytesRead))])
    metric(
      "decompressed_bytes_total", "counter", "Bytes that they were decompressed to.", [("", String(bytesDecompressed))])
    metric("input_bytes", "gauge", "Compressed bytes this process has to read.", [("", String(bytesTotal))])
    metric("lines_total", "counter", "Lines read, blank ones included.", [("", String(lines))])
    metric(
      "documents_total", "counter", "Lines by where they went.",
      Lane.partition.map { ("{lane=\"\($0.rawValue)\"}", String(lanes[$0.rawValue] ?? 0)) })
    metric(
      "shards", "gauge", "Shards of this process by state.",
      [
        ("{state=\"done\"}", String(shardsDone)), ("{state=\"failed\"}", String(shardsFailed)),
        ("{state=\"left\"}", String(max(0, shardsTotal - shardsDone - shardsFailed))),
      ])
    metric("elapsed_seconds", "gauge", "Seconds since this process began.", [("", String(seconds))])
    metric("finished", "gauge", "Whether this process has ended its work.", [("", finished ? "1" : "0")])
    return text
  }
}

internal import Foundation
internal import SluiceReport
internal import SluiceSynthesis

extension LogOptions {
  /// Shows the progress of requests to a server: a line on a terminal, or lines of JSON.
  func watch(_ call: (LiveProgress) throws -> LiveReport) throws -> LiveReport {
    let progress = LiveProgress()
    if tellsMachines {
      let ticker = Ticker("requests", every: 2) { seconds in
        Console.errorData(RequestCounters(progress.snapshot, seconds: seconds).json)
      }
      defer { ticker.stop() }
      return try call(progress)
    }
    let line = drawsProgress ? TerminalLine { RequestLine.line(progress.snapshot, seconds: $0) } : nil
    defer { line?.finish() }
    return try call(progress)
  }
}

/// What the terminal shows while a server is asked.
enum RequestLine {
  static func line(_ now: LiveProgress.Snapshot, seconds: Double) -> String {
    var line = "\(Numbers.count(now.documentsDone))/\(Numbers.count(now.documents)) documents  "
    if now.documentsDone > 0, now.documents > now.documentsDone {
      line +=
        "ETA \(Numbers.duration(seconds / Double(now.documentsDone) * Double(now.documents - now.documentsDone)))  "
    }
    line += "accepted \(Numbers.count(now.accepted))  rejected \(Numbers.count(now.rejected))  "
    line += "in flight \(Numbers.count(now.inFlight))  "
    line += "\(Numbers.count(Int(Double(now.tokensIn + now.tokensOut) / max(seconds, 0.001)))) tokens/s"
    if now.spend > 0 { line += "  spent \(Numbers.decimal(now.spend, 4))" }
    return line
  }
}

/// A line of progress for machines.
struct RequestCounters: Encodable {
  var event = "progress"
  var time = Date().ISO8601Format()
  var seconds: Double
  var documents: Int
  var documentsDone: Int
  var inFlight: Int
  var accepted: Int
  var rejected: Int
  var tokensIn: Int
  var tokensOut: Int
  var spend: Double

  init(_ now: LiveProgress.Snapshot, seconds: Double) {
    self.seconds = (seconds * 1000).rounded() / 1000
    documents = now.documents
    documentsDone = now.documentsDone
    inFlight = now.inFlight
    accepted = now.accepted
    rejected = now.rejected
    tokensIn = now.tokensIn
    tokensOut = now.tokensOut
    spend = now.spend
  }

  var json: String { JSONOutput.line(self) }
}

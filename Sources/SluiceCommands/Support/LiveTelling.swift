internal import Foundation
internal import SluiceCore
internal import SluiceReport
internal import SluiceSynthesis

extension LiveReport {
  func render() -> String {
    var text = (outcomes.isEmpty ? "no answers" : SynthesisSummary.list(outcomes))
    if unanswered > 0 { text += ", unanswered \(Numbers.count(unanswered))" }
    text += " in \(Numbers.duration(seconds)); tokens \(Numbers.count(tokensIn)) in, \(Numbers.count(tokensOut)) out"
    if spend > 0 { text += "; spent \(Numbers.decimal(spend, 4)) in all" }
    text += "\n"
    if skipped > 0 { text += "\(skipped.counted("document")) skipped: longer than --max-words\n" }
    if exhausted > 0 { text += "\(exhausted.counted("document")) given up: every answer was rejected\n" }
    return text
  }
}

/// What is told while a server is asked.
enum LiveLine {
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
struct LiveCall: Encodable {
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

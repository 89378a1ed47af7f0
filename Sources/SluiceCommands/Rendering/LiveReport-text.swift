internal import SluiceCore
internal import SluiceReport
internal import SluiceRun
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

internal import SluiceReport
internal import SluiceRun

extension SampleCounters {
  /// Draws on the terminal until the result is told to finish.
  func draw(shards: Int) -> TerminalLine { TerminalLine { self.line(seconds: $0, shards: shards) } }

  func line(seconds: Double, shards total: Int) -> String {
    let count = documents
    let perSecond = seconds > 0 ? Int(Double(count) / seconds) : 0
    return "\(Numbers.count(count)) docs  \(Numbers.count(perSecond))/s  "
      + "shard \(Numbers.count(shards)) of \(Numbers.count(total))"
  }
}

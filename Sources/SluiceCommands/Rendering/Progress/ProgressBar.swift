internal import SluiceCore
internal import SluicePipeline
internal import SluiceReport

/// What the terminal shows during a run or scan.
package enum ProgressBar {
  /// Draws until the result is told to finish.
  ///
  /// - Parameter totalBytes: compressed bytes there are to read; 0 if unknown.
  static func draw(_ progress: Progress, totalBytes: Int) -> TerminalLine {
    TerminalLine { seconds in line(progress.snapshot, seconds: seconds, totalBytes: totalBytes) }
  }

  private static func line(_ now: Progress.Snapshot, seconds: Double, totalBytes: Int) -> String {
    let documents = Lane.partition.reduce(0) { $0 + now.lanes[$1.index] }
    let perSecond = seconds > 0 ? Double(documents) / seconds : 0
    var line = bar(now.bytes, of: totalBytes, seconds: seconds)
    line += "\(Numbers.count(documents)) docs  \(Numbers.count(Int(perSecond)))/s"
    line += "  \(Numbers.bytes(seconds > 0 ? Int(Double(now.bytes) / seconds) : 0))/s"
    // The bar hardly moves in a shard that expands like this; these bytes do.
    if now.decompressedBytes / expansionShown > now.bytes {
      line += "  decompressed \(Numbers.bytes(now.decompressedBytes))"
    }
    for lane in Lane.partition { line += "  \(shortNames[lane.index]) \(Numbers.count(now.lanes[lane.index]))" }
    return line
  }

  /// The share that is done, and how long the rest will take; nothing if the whole is unknown.
  package static func bar(_ done: Int, of total: Int, seconds: Double) -> String {
    guard total > 0 else { return "" }
    let share = min(1, Double(done) / Double(total))
    let filled = Int(share * 20)
    var bar = "[" + String(repeating: "█", count: filled) + String(repeating: "·", count: 20 - filled) + "] "
    bar += Numbers.decimal(100 * share, 1) + " %  "
    if share > 0.001, seconds > 1 { bar += "ETA \(Numbers.duration(seconds / share * (1 - share)))  " }
    return bar
  }

  private static let expansionShown = 50

  private static let shortNames = ["keep", "recontext", "refuse", "drop", "quarantine", ""]
}

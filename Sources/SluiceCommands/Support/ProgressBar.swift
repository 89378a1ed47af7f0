internal import Dispatch
internal import SluiceCore
internal import SluicePipeline
internal import SluiceReport

/// One line on the terminal, redrawn a few times a second while a run or scan goes on.
final class ProgressBar {
  private let timer: any DispatchSourceTimer
  private let queue = DispatchQueue(label: "sluice.progress")

  /// - Parameter totalBytes: compressed bytes there are to read; 0 if unknown.
  init(_ progress: Progress, totalBytes: Int, showsRoutes: Bool) {
    let start = ContinuousClock.now
    timer = DispatchSource.makeTimerSource(queue: queue)
    timer.schedule(deadline: .now() + .milliseconds(200), repeating: .milliseconds(200))
    timer.setEventHandler { @Sendable in
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      let line = Self.line(progress.snapshot, seconds: seconds, totalBytes: totalBytes)
      Console.error("\r" + line.prefix(Console.width - 1) + "\u{1b}[K")
    }
    timer.activate()
  }

  /// Wipes the line. Nothing is drawn afterwards.
  func finish() {
    timer.cancel()
    queue.sync {}
    Console.error("\r\u{1b}[K")
  }

  static func line(_ now: Progress.Snapshot, seconds: Double, totalBytes: Int) -> String {
    let documents = Lane.partition.reduce(0) { $0 + now.lanes[$1.index] }
    let perSecond = seconds > 0 ? Double(documents) / seconds : 0
    var line = ""
    if totalBytes > 0 {
      let share = min(1, Double(now.bytes) / Double(totalBytes))
      let filled = Int(share * 20)
      line += "[" + String(repeating: "█", count: filled) + String(repeating: "·", count: 20 - filled) + "] "
      line += Numbers.decimal(100 * share, 1) + " %  "
      if share > 0.001, seconds > 1 { line += "ETA \(Numbers.duration(seconds / share * (1 - share)))  " }
    }
    line += "\(Numbers.count(documents)) docs  \(Numbers.count(Int(perSecond)))/s"
    line += "  \(Numbers.bytes(seconds > 0 ? Int(Double(now.bytes) / seconds) : 0))/s"
    for lane in Lane.partition { line += "  \(shortNames[lane.index]) \(Numbers.count(now.lanes[lane.index]))" }
    return line
  }

  private static let shortNames = ["keep", "recontext", "refuse", "drop", "quarantine", ""]
}

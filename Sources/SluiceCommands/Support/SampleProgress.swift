internal import Dispatch
internal import SluiceReport
internal import Synchronization

/// What `sample` has read so far, and the line on the terminal that tells.
final class SampleProgress: Sendable {
  private let documents = Atomic(0)
  private let shards = Atomic(0)

  func read(documents count: Int) { documents.add(count, ordering: .relaxed) }

  func opened() { shards.add(1, ordering: .relaxed) }

  func line(seconds: Double, shards total: Int) -> String {
    let count = documents.load(ordering: .relaxed)
    let perSecond = seconds > 0 ? Int(Double(count) / seconds) : 0
    return "\(Numbers.count(count)) docs  \(Numbers.count(perSecond))/s  "
      + "shard \(Numbers.count(shards.load(ordering: .relaxed))) of \(Numbers.count(total))"
  }

  /// Draws the line until the result is let go of.
  func draw(shards: Int) -> Line { Line(self, shards: shards) }

  final class Line {
    private let timer: any DispatchSourceTimer
    private let queue = DispatchQueue(label: "sluice.sample.progress")

    init(_ progress: SampleProgress, shards: Int) {
      let start = ContinuousClock.now
      timer = DispatchSource.makeTimerSource(queue: queue)
      timer.schedule(deadline: .now() + .milliseconds(200), repeating: .milliseconds(200))
      timer.setEventHandler { @Sendable in
        let line = progress.line(seconds: (ContinuousClock.now - start) / .seconds(1), shards: shards)
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
  }
}

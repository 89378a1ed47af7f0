internal import SluiceReport
internal import Synchronization

/// What `sample` has read so far, and the line on the terminal that tells.
final class SampleProgress: Sendable {
  private let documents = Atomic(0)
  private let shards = Atomic(0)

  func read(documents count: Int) { documents.add(count, ordering: .relaxed) }

  func opened() { shards.add(1, ordering: .relaxed) }

  private func line(seconds: Double, shards total: Int) -> String {
    let count = documents.load(ordering: .relaxed)
    let perSecond = seconds > 0 ? Int(Double(count) / seconds) : 0
    return "\(Numbers.count(count)) docs  \(Numbers.count(perSecond))/s  "
      + "shard \(Numbers.count(shards.load(ordering: .relaxed))) of \(Numbers.count(total))"
  }

  /// Draws until the result is told to finish.
  func draw(shards: Int) -> TerminalLine { TerminalLine { self.line(seconds: $0, shards: shards) } }
}

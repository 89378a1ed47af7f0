package import SluiceCore
package import SluiceIO

/// What one chunk became: compressed frames by lane, and rows for the journal.
package struct ChunkResult {
  package var after = Chunk.Mark()
  /// By `Lane.index`; nil where the lane got nothing.
  package var frames: [ByteBuffer?] = Array(repeating: nil, count: Lane.allCases.count)
  /// Lines written, by `Lane.index`.
  package var laneLines: [Int] = Array(repeating: 0, count: Lane.allCases.count)
  package var lines = 0
  package var blankLines = 0
  package var decisions: DecisionBatch
  package var quarantined: [QuarantinedLine] = []
  package var totals = Totals()
  package var tally: Tally
}

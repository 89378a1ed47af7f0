internal import SluiceCore
internal import SluiceIO

/// What one chunk becomes, while its rows are worked through.
struct ChunkRecord {
  var result: ChunkResult
  private(set) var counts: TotalsAccumulator
  /// By `Lane.index`; none if nothing is written.
  let lanes: [ByteBuffer]

  /// - Parameter counts: empty.
  init(_ place: ChunkBatch.Place, rules: [String], variants: Int, counts: consuming TotalsAccumulator) {
    result = ChunkResult(decisions: DecisionBatch(rules: rules), tally: Tally(variants: variants))
    result.after = place.chunk.after
    result.lines = place.chunk.lines
    result.tally.lines = place.chunk.lines
    self.counts = counts
    lanes = place.laneBuffers
  }

  /// Counts a document that the sample leaves out.
  mutating func leaveOut(_ text: UnsafeBufferPointer<UInt8>) {
    result.tally.sampledOut += 1
    result.tally.sampledOutBytes += text.count
  }

  /// Counts a document that goes to a route.
  mutating func count(_ document: ScoredDocument, source: Int32, route: Route) {
    counts.add(source: source, assessment: document.input.assessment, route: route, document.count)
  }

  /// Counts a row that is written to a lane.
  mutating func countRow(_ lane: Lane) { result.laneLines[lane.index] += 1 }

  /// Counts a row that is quarantined.
  mutating func countQuarantined(_ row: Row, _ reason: QuarantineReason, shard: Name) {
    result.quarantined.append(QuarantinedLine(line: row.number, byteOffset: row.offset, reason: reason))
    result.tally.quarantined[reason, default: 0] += 1
    if result.tally.quarantined[reason, default: 0] <= Tally.examplesKept {
      let key = DocumentKey(shard: shard, line: row.number)
      result.tally.quarantineExamples.append(Tally.QuarantineExample(key: key, reason: reason))
    }
  }

  /// Sums up when all rows are done.
  ///
  /// - Returns: the counts, empty again, for the next chunk.
  mutating func finish(blankLines: Int, observer: DocumentObserver?) -> TotalsAccumulator {
    result.blankLines = blankLines
    result.tally.blankLines = blankLines
    result.totals = counts.drain(sources: result.decisions.sources)
    result.tally.observations = observer?.drain()
    return counts
  }
}

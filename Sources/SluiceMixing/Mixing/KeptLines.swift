internal import SluiceCore
internal import SluiceIO
internal import SluiceLedger
internal import SluiceRun

/// Line numbers and levels of a shard's kept documents, in the order of its keep file.
struct KeptLines {
  let ledger: LedgerReader
  let source: RunSource
  let shard: ShardRecord
  /// Of all lines; nil if the ledger has a row for each.
  let level: Int?

  /// - Parameter body: gets each line's number and level. Must not use the ledger's reader.
  func forEachLine(_ body: (_ line: Int, _ score: Int) throws -> Void) throws {
    guard let level else { return try ledger.forEachKept(shard: shard.id) { try body($0, Int($1.rawValue)) } }
    let others = try otherLines()
    var next = others.startIndex
    for line in 1...max(1, shard.lines) where shard.lines > 0 {
      if next < others.endIndex, others[next] == line {
        next += 1
      } else {
        try body(line, level)
      }
    }
  }

  /// Lines that were not kept, sorted: routed, quarantined and blank ones.
  private func otherLines() throws -> [Int] {
    var lines: [Int] = []
    try ledger.forEachDecision(shard: shard.id) { if $0.route != .keep { lines.append($0.key.line) } }
    try ledger.forEachQuarantined(shard: shard.id) { lines.append($0) }
    if shard.blankLines > 0 { lines += try blankLines() }
    return lines.sorted()
  }

  /// The ledger does not say which lines were blank: the input is read again.
  private func blankLines() throws -> [Int] {
    var lines: [Int] = []
    let input = try LineCursor(path: shard.input.inputPath, options: source.reader)
    while try input.next() {
      if input.isBlank { lines.append(input.number) }
    }
    return lines
  }
}

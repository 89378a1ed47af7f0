internal import GRDB
package import SluiceCore

extension LedgerReader {
  /// Hands over line and level of a shard's kept documents in line order, without the rest of their rows. There
  /// are none with `--ledger routed`.
  ///
  /// - Parameter body: must not use this reader.
  package func forEachKept(shard: Int, _ body: (_ line: Int, _ score: SafetyScore) throws -> Void) throws {
    try read { db in
      let statement = try PreparedStatement(
        db, "SELECT line, score FROM decisions WHERE shard_id = ? AND route = 'keep' ORDER BY line")
      statement.bind(1, shard)
      try statement.visit { row in
        let line = row.integer(0)
        guard let score = UInt8(exactly: row.integer(1)).flatMap(SafetyScore.init) else {
          throw LedgerError.malformedRow(path: path, table: "decisions", shard: shard, line: line, column: "score")
        }
        try body(line, score)
      }
    }
  }
}

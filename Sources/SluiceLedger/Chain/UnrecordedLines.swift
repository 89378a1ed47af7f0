internal import GRDB
internal import SluiceCore

/// Lines of a committed shard that have neither a decision nor a quarantine row, where all decisions are
/// recorded: its blank lines, and those whose rows are gone.
struct UnrecordedLines {
  private static let shown = 10

  private var count = 0
  private var first: [Int] = []

  init(_ db: Database, shard: ShardRecord) throws {
    let recorded = try PreparedStatement(
      db,
      """
      SELECT line FROM decisions WHERE shard_id = ?1 UNION SELECT line FROM quarantine WHERE shard_id = ?1 ORDER BY 1
      """)
    recorded.bind(1, shard.id)
    var next = 1
    try recorded.visit { row in
      add(next, to: row.integer(0))
      next = max(next, row.integer(0).plus(1))
    }
    add(next, to: shard.lines + 1)
  }

  private mutating func add(_ start: Int, to end: Int) {
    guard start < end else { return }
    count += end - start
    first += (start..<end).prefix(Self.shown - first.count)
  }

  /// - Returns: which lines they are; nil if all of them can be blank.
  func description(blank: Int) -> String? {
    guard count > blank else { return nil }
    let lines = first.map(String.init).joined(separator: ", ") + (count > first.count ? ", ..." : "")
    return "no row for line \(lines)" + (blank > 0 ? " (\(blank) of \(count) were blank)" : "")
  }
}

internal import GRDB
internal import SluiceCore

/// A shard's documents as three tables count them, which must agree: nothing lost, nothing twice.
struct LaneCounts {
  /// By the totals.
  var documents: [Route: Int] = [:]
  /// Rows of `quarantine`.
  var quarantined: Int
  /// Lines of the output files; a lane without a file has no entry.
  var outputLines: [Lane: Int] = [:]

  init(_ db: Database, shard: Int) throws {
    quarantined = try db.integer("SELECT count(*) FROM quarantine WHERE shard_id = ?", shard)
    let totals = try PreparedStatement(
      db, "SELECT route, \(LedgerReader.sum("documents")) FROM totals WHERE shard_id = ? GROUP BY route")
    totals.bind(1, shard)
    try totals.visit { row in
      if let route = Route(rawValue: row.text(0)) { documents[route] = row.integer(1) }
    }
    let outputs = try PreparedStatement(db, "SELECT route, lines FROM outputs WHERE shard_id = ?")
    outputs.bind(1, shard)
    try outputs.visit { row in
      if let lane = Lane(rawValue: row.text(0)) { outputLines[lane] = row.count(1) }
    }
  }

  /// - Returns: nil if every line of the input is in exactly one lane, by all counts.
  func contradiction(lines: Int, blank: Int) -> String? {
    let scored = documents.values.boundedSum()
    guard lines == blank + scored + quarantined else {
      return "lines: \(lines) are not \(blank) blank + \(scored) scored + \(quarantined) quarantined"
    }
    for route in Route.allCases {
      let counted = documents[route] ?? 0
      if let written = outputLines[Lane(route)], written != counted {
        return "\(route.rawValue) has \(counted.counted("document")) and \(written.counted("line"))"
      }
    }
    if let written = outputLines[.quarantine], written != quarantined {
      return "quarantine has \(quarantined.counted("row")) and \(written.counted("line"))"
    }
    return nil
  }
}

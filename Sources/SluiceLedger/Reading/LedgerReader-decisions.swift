internal import GRDB
package import SluiceCore

extension LedgerReader {
  /// The decision on a line; nil if there is none: blank, quarantined, not reached yet, or kept in a
  /// ledger that records routed documents only.
  package func decision(for key: DocumentKey) throws -> DecisionRecord? {
    try store.first { db, path in
      let statement = try PreparedStatement(
        db,
        """
        SELECT \(DecisionColumns.list), shard_id FROM decisions
        WHERE line = ?2 AND shard_id = (SELECT id FROM shards WHERE path = ?1 ORDER BY id)
        """)
      statement.bind(1, key.shard)
      statement.bind(2, key.line)
      return try statement.first {
        try DecisionRecord($0, shard: $0.integer(19), shardPath: key.shard, ledger: path)
      }
    }
  }

  /// All decisions on documents with an id, in shard and line order: ids repeat in real corpora.
  /// Fast once the run has finished; before, it reads every row.
  package func decisions(documentID: String, limit: Int = 1000) throws -> [DecisionRecord] {
    let found = try store.each { db, path in
      let statement = try PreparedStatement(
        db,
        """
        SELECT \(DecisionColumns.list), d.shard_id, (SELECT path FROM shards WHERE id = d.shard_id)
        FROM decisions d WHERE document_id = ?1 ORDER BY d.shard_id, line LIMIT ?2
        """)
      statement.bind(1, documentID)
      statement.bind(2, limit)
      return try statement.rows {
        try DecisionRecord($0, shard: $0.integer(19), shardPath: $0.name(20), ledger: path)
      }
    }
    return Self.inOrder(found, limit, \.key)
  }

  /// What several databases have found, as one would have: shards are numbered in byte order of their paths.
  private static func inOrder<T>(_ found: [[T]], _ limit: Int, _ key: KeyPath<T, DocumentKey>) -> [T] {
    if found.count == 1 { return found[0] }
    let sorted = found.flatMap { $0 }.sorted { a, b in
      let (a, b) = (a[keyPath: key], b[keyPath: key])
      return a < b
    }
    return Array(sorted.prefix(limit))
  }

  /// Whether `decisions(documentID:)` has its index.
  package func hasDocumentIDIndex() throws -> Bool {
    try store.each { db, _ in
      try db.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'decisions_document_id'")
    }.allSatisfy { $0 > 0 }
  }

  /// Hands over the decisions of a shard in line order. Memory does not grow with their number.
  ///
  /// - Parameter body: must not use this reader.
  package func forEachDecision(
    shard: Int, where filter: DecisionFilter = DecisionFilter(), _ body: (DecisionRecord) throws -> Void
  ) throws {
    let found: Void? = try store.of(shard: shard) { db, path in
      let name = try PreparedStatement(db, "SELECT path FROM shards WHERE id = ?")
      name.bind(1, shard)
      guard let shardPath = try name.first({ $0.name(0) }) else {
        throw LedgerError.unknownShard(path: path, shard: shard)
      }
      try DecisionColumns.statement(db, shard: shard, where: filter).visit {
        try body(try DecisionRecord($0, shard: shard, shardPath: shardPath, ledger: path))
      }
    }
    // A shard of a task that has not begun has no decisions.
    if found == nil, division?.shards.indices.contains(shard.minus(1)) != true {
      throw LedgerError.unknownShard(path: path, shard: shard)
    }
  }

  /// Hands over all quarantined lines of a shard in line order.
  ///
  /// - Parameter body: must not use this reader.
  package func forEachQuarantined(shard: Int, _ body: (_ line: Int) throws -> Void) throws {
    _ = try store.of(shard: shard) { db, _ in
      let statement = try PreparedStatement(db, "SELECT line FROM quarantine WHERE shard_id = ? ORDER BY line")
      statement.bind(1, shard)
      try statement.visit { try body($0.integer(0)) }
    }
  }

  /// Hands over all rows of a shard's quarantine in line order, with the reasons as they are stored.
  ///
  /// - Parameter body: must not use this reader.
  package func forEachQuarantineRow(
    shard: Int, _ body: (_ line: Int, _ byteOffset: Int, _ reason: String) throws -> Void
  ) throws {
    _ = try store.of(shard: shard) { db, _ in
      let statement = try PreparedStatement(
        db, "SELECT line, byte_offset, reason FROM quarantine WHERE shard_id = ? ORDER BY line")
      statement.bind(1, shard)
      try statement.visit { try body($0.integer(0), $0.integer(1), $0.text(2)) }
    }
  }

  /// Quarantined lines by reason; reasons that did not occur are left out.
  package func quarantineCounts() throws -> [QuarantineReason: Int] {
    var counts: [QuarantineReason: Int] = [:]
    _ = try store.each { db, _ in
      try PreparedStatement(db, "SELECT reason, count(*) FROM quarantine GROUP BY reason").visit { row in
        if let reason = QuarantineReason(rawValue: row.text(0)) { counts[reason, default: 0] += row.integer(1) }
      }
    }
    return counts
  }

  /// Quarantined lines by shard; shards without any are left out.
  package func quarantineCountsByShard() throws -> [Int: Int] {
    var counts: [Int: Int] = [:]
    _ = try store.each { db, _ in
      try PreparedStatement(db, "SELECT shard_id, count(*) FROM quarantine GROUP BY shard_id").visit { row in
        counts[row.integer(0)] = row.integer(1)
      }
    }
    return counts
  }

  /// Quarantined lines in shard and line order.
  ///
  /// - Parameters:
  ///   - reason: of this reason only; nil for all.
  ///   - key: of this shard and line only; nil for all.
  package func quarantined(
    reason: QuarantineReason? = nil, key: DocumentKey? = nil, limit: Int = 1000
  ) throws -> [QuarantineRecord] {
    let found = try store.each { db, path in
      let place = key == nil ? "" : "AND s.path = ?2 AND q.line = ?3"
      let statement = try PreparedStatement(
        db,
        """
        SELECT s.path, q.line, q.byte_offset, q.reason, q.shard_id FROM quarantine q JOIN shards s ON s.id = q.shard_id
        WHERE (?1 IS NULL OR q.reason = ?1) \(place) ORDER BY q.shard_id, q.line LIMIT ?4
        """)
      statement.bind(1, reason?.rawValue)
      statement.bind(2, key?.shard)
      statement.bind(3, key?.line ?? 0)
      statement.bind(4, limit)
      return try statement.rows { row in
        guard let reason = QuarantineReason(rawValue: row.text(3)) else {
          throw LedgerError.malformedRow(
            path: path, table: "quarantine", shard: row.integer(4), line: row.integer(1), column: "reason")
        }
        return QuarantineRecord(
          key: DocumentKey(shard: row.name(0), line: row.integer(1)), byteOffset: row.integer(2), reason: reason)
      }
    }
    return Self.inOrder(found, limit, \.key)
  }
}

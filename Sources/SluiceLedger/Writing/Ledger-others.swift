internal import GRDB
package import SluiceIO

extension Ledger {
  /// Records what the input folders hold besides shards, in the place of what was recorded before.
  package func recordOthers(_ others: [OtherFile]) throws {
    try write { db in
      try db.execute(sql: "DELETE FROM other_files")
      let insert = try PreparedStatement(
        db, "INSERT INTO other_files (run_id, path, reason) VALUES ((SELECT max(id) FROM runs), ?, ?)")
      for other in others {
        insert.bind(1, other.path)
        insert.bind(2, other.reason.rawValue)
        try insert.run()
      }
    }
  }
}

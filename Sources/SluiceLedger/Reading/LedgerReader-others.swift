internal import GRDB
internal import SluiceCore
package import SluiceIO

extension LedgerReader {
  /// What the input folders held besides shards, in byte order of the paths; what several tasks have met is there once.
  package func otherFiles() throws -> [OtherFile] {
    let found = try store.each { db, _ -> [OtherFile] in
      guard try Self.hasOthers(db) else { return [] }
      return try PreparedStatement(db, "SELECT path, reason FROM other_files").rows { row in
        OtherFile.Reason(rawValue: row.text(1)).map { OtherFile(path: row.name(0), reason: $0) }
      }
      .compactMap { (other: OtherFile?) in other }
    }
    return Set(found.flatMap { $0 }).sorted()
  }

  /// Ledgers that an earlier version wrote, and nobody has opened for writing since, have no such table.
  static func hasOthers(_ db: Database, schema: String = "main") throws -> Bool {
    try db.integer("SELECT count(*) FROM \(schema).sqlite_schema WHERE name = 'other_files'") > 0
  }
}

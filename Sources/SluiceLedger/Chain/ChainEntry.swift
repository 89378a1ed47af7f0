internal import GRDB
internal import SluiceCore

/// Digests over the rows a committed shard has in the four tables, 64 lower-case hex digits each.
package struct EntryDigests: Sendable, Hashable {
  package var outputs: String
  package var quarantine: String
  package var totals: String
  package var decisions: String

  package init(outputs: String, quarantine: String, totals: String, decisions: String) {
    self.outputs = outputs
    self.quarantine = quarantine
    self.totals = totals
    self.decisions = decisions
  }
}

/// What a committed shard adds to the hash chain. Its hash covers the hash before it, so no entry can
/// be changed, moved or left out without changing all that follow.
struct ChainEntry {
  var position: Int
  var previousHash: String
  var path: Name
  var inputSHA256: String
  var inputBytes: Int
  var lines: Int
  var blankLines: Int
  var salvaged: String?
  var digests: EntryDigests

  var hash: String {
    let hasher = CanonicalHasher("sluice shard 1")
    hasher.integer(position)
    hasher.text(previousHash)
    hasher.text(path.text)
    hasher.text(inputSHA256)
    hasher.integer(inputBytes)
    hasher.integer(lines)
    hasher.integer(blankLines)
    hasher.text(salvaged)
    hasher.text(digests.outputs)
    hasher.text(digests.quarantine)
    hasher.text(digests.totals)
    hasher.text(digests.decisions)
    return hasher.hex()
  }

  init(
    position: Int, previousHash: String, path: Name, inputSHA256: String, inputBytes: Int, lines: Int,
    blankLines: Int, salvaged: String?, digests: EntryDigests
  ) {
    self.position = position
    self.previousHash = previousHash
    self.path = path
    self.inputSHA256 = inputSHA256
    self.inputBytes = inputBytes
    self.lines = lines
    self.blankLines = blankLines
    self.salvaged = salvaged
    self.digests = digests
  }

  /// The entry a shard's row claims.
  init?(_ shard: ShardRecord) {
    guard let committed = shard.committed else { return nil }
    self.init(
      position: committed.chainPosition, previousHash: committed.previousHash, path: shard.input.path,
      inputSHA256: committed.inputSHA256, inputBytes: committed.inputBytes, lines: shard.lines,
      blankLines: shard.blankLines, salvaged: committed.salvaged, digests: committed.digests)
  }
}

/// Digests over the small tables, from the rows as they are stored.
enum TableDigest {
  static func outputs(_ db: Database, shard: Int) throws -> String {
    let hasher = CanonicalHasher("sluice outputs 1")
    let statement = try PreparedStatement(
      db, "SELECT route, path, lines, bytes, sha256 FROM outputs WHERE shard_id = ? ORDER BY route, path")
    statement.bind(1, shard)
    try statement.visit { row in
      hasher.text(row, 0)
      hasher.text(row, 1)
      hasher.integer(row.integer(2))
      hasher.integer(row.integer(3))
      hasher.text(row, 4)
    }
    return hasher.hex()
  }

  static func quarantine(_ db: Database, shard: Int) throws -> String {
    let hasher = CanonicalHasher("sluice quarantine 1")
    let statement = try PreparedStatement(
      db, "SELECT line, byte_offset, reason FROM quarantine WHERE shard_id = ? ORDER BY line")
    statement.bind(1, shard)
    try statement.visit { row in
      hasher.integer(row.integer(0))
      hasher.integer(row.integer(1))
      hasher.text(row, 2)
    }
    return hasher.hex()
  }

  static func totals(_ db: Database, shard: Int) throws -> String {
    let hasher = CanonicalHasher("sluice totals 1")
    // NULL sorts first; texts sort by their bytes.
    let statement = try PreparedStatement(
      db,
      """
      SELECT source, score, route, category, stance, language, documents, text_bytes, words FROM totals
      WHERE shard_id = ? ORDER BY source, score, route, category, stance, language
      """)
    statement.bind(1, shard)
    try statement.visit { row in
      hasher.text(row, 0)
      hasher.integer(row.integer(1))
      for column: Int32 in 2...5 { hasher.text(row, column) }
      for column: Int32 in 6...8 { hasher.integer(row.integer(column)) }
    }
    return hasher.hex()
  }
}

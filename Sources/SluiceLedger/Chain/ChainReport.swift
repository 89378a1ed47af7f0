package import SluiceCore

/// What `LedgerReader.verifyChain` found.
package struct ChainReport: Sendable, Hashable {
  /// Committed shards whose entries were recomputed.
  package var shards = 0
  /// Decision rows that were read.
  package var decisions = 0
  /// Entry hash of the shard committed last, of each run. Kept outside of the folder, it also shows
  /// a ledger that was replaced as a whole.
  package var heads: [String] = []
  /// In the order of the chain; empty if the ledger is as sluice wrote it.
  package var mismatches: [ChainMismatch] = []

  /// False if the tables are so changed that nothing but that can be told.
  package var isReadable = true

  package var isIntact: Bool { mismatches.isEmpty }
}

/// One difference between a ledger and its hash chain.
package struct ChainMismatch: Sendable, Hashable {
  package enum Kind: String, Sendable, CaseIterable {
    /// Tables, columns or indices that sluice does not make, or makes otherwise.
    case schema
    /// The run's row: versions, digests, options, chain length or head.
    case run
    /// A committed shard that the chain needs is not there.
    case missingShard = "missing_shard"
    /// An entry does not follow the one before it.
    case chainOrder = "chain_order"
    /// The shard's own row: path, input digest, counts, stored digests or entry hash.
    case record
    case outputs, totals, quarantine, decisions
    /// The lanes' counts contradict each other.
    case counts
    /// Rows of a shard that has none, or that does not exist.
    case strayRows = "stray_rows"
  }

  package var kind: Kind
  /// Number and path of the shard, where one is concerned.
  package var shard: Int?
  package var path: Name?
  /// What differs, with numbers; no document text or id.
  package var detail: String
}

extension ChainMismatch: CustomStringConvertible {
  package var description: String {
    let place = path.map { "shard \($0): " } ?? shard.map { "shard number \($0): " } ?? ""
    return place + detail
  }
}

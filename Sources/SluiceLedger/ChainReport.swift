/// What `LedgerReader.verifyChain` found.
public struct ChainReport: Sendable, Hashable {
  /// Committed shards whose entries were recomputed.
  public var shards = 0
  /// Decision rows that were read.
  public var decisions = 0
  /// Entry hash of the shard committed last, of each run. Kept outside of the folder, it also shows
  /// a ledger that was replaced as a whole.
  public var heads: [String] = []
  /// In the order of the chain; empty if the ledger is as sluice wrote it.
  public var mismatches: [ChainMismatch] = []

  public var isIntact: Bool { mismatches.isEmpty }
}

/// One difference between a ledger and its hash chain.
public struct ChainMismatch: Sendable, Hashable {
  public enum Kind: String, Sendable, CaseIterable {
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

  public var kind: Kind
  /// Number and path of the shard, where one is concerned.
  public var shard: Int?
  public var path: String?
  /// What differs, with numbers; no document text or id.
  public var detail: String
}

extension ChainMismatch: CustomStringConvertible {
  public var description: String {
    let place = path.map { "shard \($0): " } ?? shard.map { "shard number \($0): " } ?? ""
    return place + detail
  }
}

package import SluiceCore

/// One row of a shard, as a shard format hands it to the pipeline: its number, its bytes for the files that keep
/// or quarantine it, and its document or the reason why it has none. Nothing after the format's reader knows
/// whether rows are lines.
package struct Row {
  /// How much of the row `bytes` holds.
  package enum Extent: Sendable, Hashable {
    case whole
    /// A piece of a row that is longer than the limit. All pieces but the last have a length divisible by 3, so
    /// that their base64 forms can be joined.
    case piece(first: Bool, last: Bool)
  }

  /// In its shard, from 1. With the shard's path it is the document's key.
  package var number: Int
  /// Offset of `bytes` in the decoded shard.
  package var offset: Int
  /// The row as it is in the shard; valid until the next row is read.
  package var bytes: UnsafeBufferPointer<UInt8>
  package var extent: Extent
  package var document: Result<DocumentFields, QuarantineReason>

  /// Whether the row begins with these bytes: what counts rows counts these.
  package var isBeginning: Bool {
    if case .piece(first: false, last: _) = extent { false } else { true }
  }

  /// Whether the row ends with these bytes.
  package var isEnd: Bool {
    if case .piece(first: _, last: false) = extent { false } else { true }
  }
}

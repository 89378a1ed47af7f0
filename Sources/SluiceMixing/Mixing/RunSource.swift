internal import SluiceCore
public import SluiceIO
internal import SluiceLedger

/// A run's folder, as tagging and mixing read it.
public struct RunSource: Sendable {
  public var folder: String
  /// How the run read its inputs.
  public var fields: FieldPaths
  public var safetyKey: String
  public var reader: ShardReader.Options
  /// Whether drop/ holds hashes only.
  public var hashesDropped = false

  public init(folder: String, fields: FieldPaths, safetyKey: String, reader: ShardReader.Options) {
    self.folder = folder
    self.fields = fields
    self.safetyKey = safetyKey
    self.reader = reader
  }

  /// - Throws: `MixFailure` if documents are asked of a queue that holds hashes.
  func checkHolds(_ routes: [Route], remedy: String) throws {
    guard hashesDropped, routes.contains(.drop) else { return }
    throw MixFailure(
      path: folder + "/drop", "holds hashes, no documents: the run was made with --drop hashes; \(remedy)")
  }

  /// - Parameter allowsUnfinished: whether shards may be missing.
  /// - Throws: `MixFailure` if the run is not done with all its shards.
  func checkFinished(_ ledger: LedgerReader, allowsUnfinished: Bool) throws {
    guard !allowsUnfinished else { return }
    let shards = try ledger.shards()
    let open = shards.filter { $0.state != .done }.count
    guard open == 0 else {
      throw MixFailure(
        path: folder,
        "\(open) of \(shards.count.counted("shard")) not committed; finish the run first (the same `sluice run` again), or "
          + "take what is there with --allow-unfinished")
    }
  }
}

/// Why tagging or mixing stopped. The description names file and remedy; it holds no byte of a document.
public struct MixFailure: Error, CustomStringConvertible {
  public var path: String
  public var detail: String

  init(path: String, _ detail: String) {
    self.path = path
    self.detail = detail
  }

  public var description: String { "\(path): \(detail)" }
}

/// Work that is there, but was made under other conditions. Going on would put two results into one folder.
public struct ConditionsChanged: Error {
  public struct Difference: Sendable, Hashable {
    public var what: String
    public var then: String
    public var now: String
  }

  public var folder: String
  public var differences: [Difference]
}

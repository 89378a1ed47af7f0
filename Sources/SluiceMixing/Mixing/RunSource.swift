internal import SluiceCore
package import SluiceIO
internal import SluiceLedger

/// A run's folder, as tagging and mixing read it.
package struct RunSource: Sendable {
  package var folder: String
  /// How the run read its inputs.
  package var fields: FieldPaths
  package var safetyKey: String
  package var reader: ShardReader.Options
  /// Whether drop/ holds hashes only.
  package var hashesDropped = false

  package init(folder: String, fields: FieldPaths, safetyKey: String, reader: ShardReader.Options) {
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
package struct MixFailure: Error, CustomStringConvertible {
  package var path: String
  package var detail: String

  init(path: String, _ detail: String) {
    self.path = path
    self.detail = detail
  }

  package var description: String { "\(path): \(detail)" }
}

/// Work that is there, but was made under other conditions. Going on would put two results into one folder.
package struct ConditionsChanged: Error {
  package struct Difference: Sendable, Hashable {
    package var what: String
    package var then: String
    package var now: String
  }

  package var folder: String
  package var differences: [Difference]
}

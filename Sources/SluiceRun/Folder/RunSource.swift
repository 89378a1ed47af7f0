package import SluiceCore
package import SluiceIO
package import SluiceLedger

/// A run as a source of documents: its folder, and the options it was made with. Everything that reads a run's
/// queues (tagging, mixing, synthesis) reads them through this.
package struct RunSource: Sendable {
  package let folder: String
  package let options: RunOptionsRecord

  /// The run in a folder.
  package init(run folder: String) throws { try self.init(folder: folder, ledger: LedgerReader(folder: folder)) }

  package init(folder: String, ledger: LedgerReader) throws {
    self.folder = folder
    options = try RunOptionsRecord(json: ledger.run().identity.optionsJSON)
  }

  package init(folder: String, options: RunOptionsRecord) {
    self.folder = folder
    self.options = options
  }

  /// How the run read its inputs.
  package var fields: FieldPaths { options.fields }
  package var reader: ShardReader.Options { options.readerOptions }
  package var safetyKey: String { options.safetyKey }

  /// Why a run cannot be the source of what was asked for.
  package struct Unfit: Error, CustomStringConvertible {
    var path: String
    var detail: String
    package var description: String { "\(path.shown): \(detail)" }
  }

  /// - Throws: `Unfit` if documents are wanted from a queue that holds hashes.
  package func checkHolds(_ routes: [Route], remedy: String) throws {
    guard options.hashesDropped, routes.contains(.drop) else { return }
    throw Unfit(
      path: folder + "/drop",
      detail: "holds hashes, no documents: the run was made with --drop hashes; \(remedy)")
  }

  /// - Parameter allowsUnfinished: whether shards may be missing.
  /// - Throws: `Unfit` if the run is not done with all its shards.
  package func checkFinished(_ ledger: LedgerReader, allowsUnfinished: Bool) throws {
    guard !allowsUnfinished else { return }
    let shards = try ledger.shards()
    let open = shards.filter { $0.state != .done }.count
    guard open == 0 else {
      throw Unfit(
        path: folder,
        detail:
          "\(open) of \(shards.count.counted("shard")) not committed; finish the run first (the same `sluice run` again), or "
          + "take what is there with --allow-unfinished")
    }
  }
}

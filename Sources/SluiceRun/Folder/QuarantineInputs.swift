internal import SluiceCore
package import SluiceIO
internal import SluiceLedger

/// The quarantine of another run as inputs: one shard per file, under the path of the shard its lines came from,
/// so that a replayed line keeps its key. The ledger of that run says what each file must hold.
package enum QuarantineInputs {
  /// - Throws: `IOFailure` if nothing was quarantined; `LedgerError` if there is no run.
  package static func find(_ folder: String) throws -> [InputShard] {
    let reader = try LedgerReader(folder: folder)
    let records = Dictionary(try reader.shards().map { ($0.id, $0) }) { first, _ in first }
    let shards = try reader.outputs().compactMap { record -> InputShard? in
      let output = record.output
      guard output.lane == .quarantine, output.lines > 0, let shard = records[record.shard] else { return nil }
      let path = folder + "/" + output.path
      guard let status = try FileTree.status(path) else {
        throw IOFailure(.notFound, path: path, "the quarantine of \(shard.input.path) is gone")
      }
      return InputShard(
        path: shard.input.path, inputPath: try FileTree.canonical(path), bytes: status.bytes,
        modified: status.modified,
        expected: InputShard.Expectation(rows: output.lines, bytes: output.bytes, sha256: output.sha256))
    }
    guard !shards.isEmpty else {
      throw IOFailure(.noInput, path: folder, "this run has quarantined nothing that is committed")
    }
    return shards.sorted { $0.path < $1.path }
  }
}

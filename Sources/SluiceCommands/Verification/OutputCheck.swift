internal import SluiceCore
internal import SluiceIO
internal import SluiceLedger

/// One output file against the ledger: path, size, digest, and the number of its lines.
struct OutputCheck {
  let folder: String

  /// - Returns: what is wrong with the file; nil if nothing is.
  func difference(_ output: ShardCommit.Output, of shard: ShardRecord) -> String? {
    // An edited ledger must not lead a reader out of the folder.
    guard output.path.hasPrefix(output.lane.folder + "/"), !output.path.split(separator: "/").contains("..") else {
      return "\(output.path): not a path of the \(output.lane.rawValue) lane"
    }
    if output.lane == .attributes, output.lines != shard.lines - shard.blankLines {
      return "\(output.path): \(output.lines) rows for the \(shard.lines - shard.blankLines) documents of its shard"
    }
    let path = folder + "/" + output.path
    do {
      let digest = try FileDigest.sha256(of: path)
      guard digest == output.sha256 else {
        return "\(output.path): the file was changed: its sha256 is \(digest), the ledger says \(output.sha256)"
      }
      var lines = 0
      let reader = try ShardReader(path: path)
      let chunk = Chunk()
      while try reader.next(into: chunk) { lines += chunk.lines }
      return lines == output.lines ? nil : "\(output.path): holds \(lines) lines, the ledger says \(output.lines)"
    } catch {
      return "\(error)"
    }
  }
}

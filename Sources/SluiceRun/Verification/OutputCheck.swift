internal import SluiceCore
internal import SluiceIO
internal import SluiceLedger

/// One output file against the ledger: path, size, digest, and the number of its lines.
struct OutputCheck {
  let folder: String

  /// - Returns: what is wrong with the file; nil if nothing is.
  func difference(_ output: ShardCommit.Output, of shard: ShardRecord) -> String? {
    // An edited ledger must not lead a reader out of the folder.
    guard Name(output.path).hasPrefix(output.lane.folder + "/"), !Name(output.path).split("/").contains("..") else {
      return "\(output.path): not a path of the \(output.lane.rawValue) lane"
    }
    if output.lane == .attributes, output.lines != shard.lines - shard.blankLines {
      return
        "\(output.path): \(output.lines.counted("row")) for the \((shard.lines - shard.blankLines).counted("document")) of its shard"
    }
    return difference(output.path, lines: output.lines, sha256: output.sha256)
  }

  /// - Returns: what is wrong with a file that `synthesize` has published.
  func difference(_ file: SynthesisFile) -> String? {
    guard Name(file.path).hasPrefix("synthetic/\(file.stage.rawValue)/"), !Name(file.path).split("/").contains("..")
    else {
      return "\(file.path): not a path of the \(file.stage.rawValue) stage"
    }
    return difference(file.path, lines: file.lines, sha256: file.sha256) ?? difference(file.path, bytes: file.bytes)
  }

  private func difference(_ path: String, bytes expected: Int) -> String? {
    let bytes = (try? FileTree.status(folder + "/" + path))?.bytes
    return bytes == expected ? nil : "\(path): has another size than the ledger says, \(expected.counted("byte"))"
  }

  private func difference(_ path: String, lines expected: Int, sha256: String) -> String? {
    do {
      let digest = try FileDigest.sha256(of: folder + "/" + path)
      guard digest == sha256 else {
        return "\(path): the file was changed: its sha256 is \(digest), the ledger says \(sha256)"
      }
      var lines = 0
      var options = ShardReader.Options.known
      options.regularFile = true
      let reader = try ShardReader(path: folder + "/" + path, options: options)
      let chunk = Chunk()
      while try reader.next(into: chunk) { lines += chunk.lines }
      return lines == expected ? nil : "\(path): holds \(lines.counted("line")), the ledger says \(expected)"
    } catch {
      return "\(error)"
    }
  }
}

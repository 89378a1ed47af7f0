internal import SluiceCore
internal import SluiceIO
internal import SluiceLedger

extension Drift {
  /// Compares what a run began with and what it would continue with now.
  static func differences(then: RunIdentity, now: RunIdentity) throws -> [Difference] {
    differences([
      ("sluice version", then.sluiceVersion, now.sluiceVersion), ("model sha256", then.modelSHA256, now.modelSHA256),
      ("policy sha256", then.policySHA256, now.policySHA256),
    ]) + (try RunOptionsRecord(json: then.optionsJSON).differences(now: RunOptionsRecord(json: now.optionsJSON)))
  }

  /// Compares the shards a run knows with those found now. Sizes and times are compared; where only the time of a
  /// committed shard differs, its digest decides. The file of a failed shard may be another one: nothing of the old
  /// one was committed, and its error asks for a new one.
  ///
  /// - Returns: differences, and shards that are new.
  static func shards(_ known: [ShardRecord], found: [InputShard]) throws -> ([Difference], new: [InputShard]) {
    var differences: [Difference] = []
    var rest = Dictionary(uniqueKeysWithValues: found.map { ($0.path, $0) })
    for record in known {
      let name = "input \(record.input.path)"
      guard let shard = rest.removeValue(forKey: record.input.path) else {
        differences.append(Difference(what: name, then: "there", now: "missing"))
        continue
      }
      if record.state == .failed { continue }
      if shard.isPipe {
        // Only the bytes tell whether it is the same stream again; one that was broken off starts over.
        guard let committed = record.committed else { continue }
        let now = try FileDigest.sha256(of: shard.inputPath, pipes: true)
        if now != committed.inputSHA256 {
          differences.append(Difference(what: "\(name) sha256", then: committed.inputSHA256, now: now))
        }
      } else if shard.bytes != record.input.size {
        differences.append(
          Difference(what: "\(name) size", then: record.input.size.counted("byte"), now: shard.bytes.counted("byte")))
      } else if shard.modified != Int64(record.input.modified), let committed = record.committed {
        let now = try FileDigest.sha256(of: shard.inputPath)
        if now != committed.inputSHA256 {
          differences.append(Difference(what: "\(name) sha256", then: committed.inputSHA256, now: now))
        }
      } else if shard.modified != Int64(record.input.modified), record.committed == nil {
        differences.append(
          Difference(
            what: "\(name) modification time", then: "\(record.input.modified) ns", now: "\(shard.modified) ns"))
      }
    }
    return (differences, rest.values.sorted { $0.path < $1.path })
  }
}

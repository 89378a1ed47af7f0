internal import SluiceCore
internal import SluiceIO
internal import Synchronization

/// The last step of a mix: sorts each spill file by itself and writes it as an output shard.
struct ShardWriter {
  let plan: MixPlan
  let folder: String
  let codec: OutputCodec
  let jobs: Int
  let progress: WorkProgress

  /// Spill files in memory together; one at least, however large.
  private static let memory = 512 << 20

  /// What one output shard holds.
  private struct Written: Sendable {
    var shard: MixManifest.Shard
    var sizes: [MixSize]
  }

  /// - Returns: the shards of the manifest, in order.
  /// - Throws: `MixFailure` if the files do not hold what was planned.
  func write(_ spills: [SpillFile]) throws -> [MixManifest.Shard] {
    let places = plan.parts.flatMap { part in part.shards.map { (part, $0 - part.shards.lowerBound) } }
    let results = Mutex([Written?](repeating: nil, count: spills.count))
    let writer = Unchecked(value: self)
    progress.begin(.writing, documents: plan.total.documents)
    let atOnce = max(1, min(jobs, Self.memory / (2 * plan.recipe.shardBytes)))
    try Workers.run(spills.count, jobs: atOnce) { index in
      let written = try writer.value.write(spills[index], places[index].0, number: places[index].1)
      results.withLock { $0[index] = written }
    }
    let written = results.withLock { $0 }.compactMap(\.self)
    for (row, taken) in plan.taken.enumerated() {
      let found = written.reduce(into: MixSize()) { $0 += $1.sizes[row] }
      guard found == taken else {
        throw MixFailure(
          path: folder,
          "component \(plan.recipe.components[row].name) came to \(found.documents.counted("document")) where \(taken.documents) "
            + "were planned: its inputs changed while the mix was made; run the same command again")
      }
    }
    return written.map(\.shard)
  }

  /// The plan is only read here.
  private struct Unchecked: @unchecked Sendable {
    let value: ShardWriter
  }

  private func write(_ spill: SpillFile, _ part: MixPlan.Part, number: Int) throws -> Written {
    let names = plan.recipe.components.map(\.name)
    let digits = String(part.component == nil ? part.shards.lowerBound + number : number)
    let padded = String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    var path = "documents/"
    if let component = part.component {
      path += names[component] + "/" + (plan.phases.count > 1 ? "phase-\(part.phase)-" : "")
    }
    path += "part-\(padded).jsonl" + codec.compression.suffix
    let file = try RowFile(creatingFoldersOf: folder + "/" + path, below: folder, codec: codec)
    var sizes = [MixSize](repeating: MixSize(), count: names.count)
    try SortedSpill(path: spill.path, into: ByteBuffer()).forEachRecord { record, line in
      sizes[record.component] += record.size
      file.rows.append(line)
      file.rows.append(UInt8(ascii: "\n"))
      try file.endRow()
      progress.documentDone()
    }
    let published = try file.publish()
    try OwnFolders.remove(spill.path)
    let total = sizes.reduce(into: MixSize()) { $0 += $1 }
    let shard = MixManifest.Shard(
      path: path, phase: part.phase, counts: .init(total, plan.ruler),
      components: Dictionary(uniqueKeysWithValues: zip(names, sizes.map(\.documents)).filter { $0.1 > 0 }),
      bytes: published.bytes, sha256: published.sha256)
    return Written(shard: shard, sizes: sizes)
  }
}

internal import SluiceCore
internal import SluiceIO
internal import SluiceLedger

/// Finds files in the lanes' folders that no committed shard has written: a reader of the queue would
/// read them, too. Files that a shard in work may leave behind are no findings; the next run resumes or removes them.
struct StrayFiles {
  let folder: String
  let options: RunOptionsRecord

  func find(_ shards: [ShardRecord], _ outputs: [OutputRecord]) throws -> [String] {
    let known = Set(outputs.map { Name($0.output.path) })
    let inWork = pathsInWork(shards)
    var findings: [String] = []
    for lane in Lane.allCases {
      for (name, kind) in try OwnFolders.content(below: folder + "/" + lane.folder) where kind != .folder {
        let path = Name(lane.folder + "/" + name.text)
        if known.contains(path) || inWork.contains(path) { continue }
        findings.append("\(path): no shard of this run has written this file")
      }
    }
    findings += try strayTexts()
    let open = shards.filter { $0.state != .done }.count
    if open > 0, Folders.exists(folder + "/" + RunFolder.successName) {
      findings.append("\(RunFolder.successName): is there, with \(open.counted("shard")) not committed")
    }
    return findings.sorted()
  }

  /// What an interrupted publication may leave in `synthetic/` is removed by the next `synthesize`; until then a
  /// reader would take it for published.
  private func strayTexts() throws -> [String] {
    let known = Set(try LedgerReader(folder: folder).synthesisFiles().map { Name($0.path) })
    return SynthesisStage.allCases.flatMap { stage in
      let path = "synthetic/\(stage.rawValue)/"
      return (try? FileTree.names(in: folder + "/" + path))?.filter {
        !known.contains(Name(path + $0.text)) && !$0.hasSuffix(PartialFile.suffix)
      }.map { "\(path)\($0): `synthesize` has not published this file" } ?? []
    }
  }

  private func pathsInWork(_ shards: [ShardRecord]) -> Set<Name> {
    let names = ShardName.outputNames(for: shards.map(\.input.path), codec: options.codec.compression)
    var paths: Set<Name> = []
    for (shard, name) in zip(shards, names) where shard.state == .pending || shard.state == .running {
      for lane in Lane.allCases {
        let name = lane == .attributes ? ShardName.attributesPath(for: shard.input.path) : name
        let path = lane.folder + "/" + name.text
        paths.formUnion([Name(path), Name(PartialFile.partialPath(path))])
      }
    }
    return paths
  }
}

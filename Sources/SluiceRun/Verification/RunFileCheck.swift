internal import SluiceCore
internal import SluiceIO
internal import SluiceLedger
internal import SluiceReport

/// `run.json` against the ledger. Only the policy's name is in no other place: the ledger knows policies by digest.
struct RunFileCheck {
  let folder: String

  /// - Parameter run: of the whole, in a divided run with the options of one task.
  func differences(_ run: RunRecord, _ shards: [ShardRecord], division: RunDivision?) -> [String] {
    let path = folder + "/" + RunFile.name
    let bytes: [UInt8]
    do {
      bytes = try SmallFile.bytes(of: path, limit: 1 << 24)
    } catch let failure as IOFailure where failure.kind == .notFound {
      return ["\(RunFile.name): is missing"]
    } catch {
      return ["\(RunFile.name): \(error)"]
    }
    guard let file = RunFile(in: folder), var options = try? RunOptionsRecord(json: run.identity.optionsJSON) else {
      return ["\(RunFile.name): not what sluice wrote"]
    }
    options.task = nil
    var differences: [String] = []
    func compare<Value: Equatable>(_ what: String, _ found: Value, _ expected: Value) {
      if found != expected { differences.append("\(RunFile.name): \(what) is not that of the ledger's run") }
    }
    compare("sluiceVersion", file.sluiceVersion, run.identity.sluiceVersion)
    compare("modelSHA256", file.modelSHA256, run.identity.modelSHA256)
    compare("policySHA256", file.policySHA256, run.identity.policySHA256)
    compare("options", file.options, options)
    compare("model", file.model, options.modelName ?? file.model)
    compare("format", file.format, 1)
    if file.shards > shards.count {
      differences.append("\(RunFile.name): lists \(file.shards.counted("shard")), the ledger has \(shards.count)")
    }
    // Fewer only between the steps of a run that is being extended.
    if file.shards < shards.count, run.finishedAt != nil { compare("shards", file.shards, shards.count) }
    // The file of a failed shard may be another one now, of another size.
    if !shards.contains(where: { $0.state == .failed }), file.shards == shards.count {
      let sizes = division.map { $0.shards.map(\.bytes) } ?? shards.map(\.input.size)
      compare("inputBytes", file.inputBytes, sizes.reduce(0, &+))
    }
    // Files of earlier versions have no genesisHash, and may have had another form.
    if differences.isEmpty, file.genesisHash != nil, (try? JSONOutput.render(file)).map({ Array($0.utf8) }) != bytes {
      differences.append("\(RunFile.name): not what sluice wrote")
    }
    return differences
  }
}

package import SluiceCore
internal import SluiceIO
package import SluiceLedger
internal import SluiceRun

/// A file that documents of a component come from.
package struct MixInput: Sendable, Hashable {
  package enum Form: Sendable, Hashable {
    /// Lines as they came; their numbers are in the ledger. The level all of them have, if it does not record
    /// each one's (`--ledger routed`); -1 if those differ.
    case kept(ShardRecord, level: Int?)
    /// Rows with a safety object, of a queue or tagged.
    case queue(Lane)
    /// Texts that a model made.
    case synthetic
  }

  /// Index of the run in the mix's list.
  package var run: Int
  /// Below the run's folder.
  package var path: String
  package var form: Form
  /// What the run's ledger or the tag manifest says; nil if nobody does.
  package var sha256: String?
  /// Its documents, for showing how far work is; 0 if nobody says.
  package var rows = 0

  package init(run: Int, path: String, form: Form, sha256: String? = nil, rows: Int = 0) {
    self.run = run
    self.path = path
    self.form = form
    self.sha256 = sha256
    self.rows = rows
  }
}

/// Finds the files of components.
struct MixInputs {
  let runs: [RunSource]
  let ledgers: [LedgerReader]
  private let outputs: [[OutputRecord]]
  private let shards: [[Int: ShardRecord]]
  /// By run and shard, for runs whose ledger has no rows of kept documents.
  private let keptLevels: [[Int: Int]?]

  init(runs: [RunSource], allowsUnfinished: Bool) throws {
    self.runs = runs
    ledgers = try runs.map { try LedgerReader(folder: $0.folder) }
    for (run, ledger) in zip(runs, ledgers) { try run.checkFinished(ledger, allowsUnfinished: allowsUnfinished) }
    outputs = try ledgers.map { try $0.outputs() }
    shards = try ledgers.map { Dictionary(try $0.shards().map { ($0.id, $0) }) { first, _ in first } }
    keptLevels = try ledgers.map { ledger in
      guard try ledger.run().identity.recording == .routed else { return nil }
      let rows = try ledger.totals(by: [.shard, .route, .score]).filter { $0.route == .keep }
      return Dictionary(
        rows.map { ($0.shard ?? 0, Int($0.score?.rawValue ?? 0)) }, uniquingKeysWith: { _, _ in Self.unknownLevel })
    }
  }

  static let unknownLevel = -1

  /// Text bytes of all routed documents: what the mix of everything raw holds.
  func rawBytes() throws -> Int {
    try ledgers.reduce(0) { sum, ledger in try ledger.counts().values.reduce(sum) { $0 + $1.textBytes } }
  }

  /// Files of a component, by run and path.
  ///
  /// - Throws: `MixFailure` if there are none, with the command that makes them.
  func files(of component: Recipe.Component, tag: String) throws -> [MixInput] {
    let found = try runs.indices.flatMap { try files(component, tag, $0) }
    guard found.isEmpty else { return found }
    let remedy =
      switch component.origin {
      case .kept, .raw: "the runs have no such documents"
      case .recontextualized: "make them with `sluice synthesize recontextualize --run \(runs[0].folder)`"
      case .refusals: "make them with `sluice synthesize refusals --run \(runs[0].folder)`"
      case .moralEducation: "make them with `sluice synthesize moral-education --run \(runs[0].folder)`"
      case .tagged: "make them with `sluice tag --run \(runs[0].folder)`"
      }
    throw MixFailure(
      path: runs.map(\.folder).joined(separator: " "), "component \(component.name) has no documents; \(remedy)")
  }

  private func files(_ component: Recipe.Component, _ tag: String, _ run: Int) throws -> [MixInput] {
    switch component.origin {
    case .kept: queues([.keep], run)
    case .raw: try raw(component, run)
    case .recontextualized: try synthetic("recontextualize", run)
    case .refusals: try synthetic("refusals", run)
    case .moralEducation: try synthetic("moral-education", run)
    case .tagged: try tagged(tag, run)
    }
  }

  private func raw(_ component: Recipe.Component, _ run: Int) throws -> [MixInput] {
    try runs[run].checkHolds(component.routes, remedy: "leave drop out of the routes of \(component.name)")
    return queues(component.routes, run)
  }

  private func queues(_ routes: [Route], _ run: Int) -> [MixInput] {
    let lanes = Set(routes.map { Lane($0) })
    return outputs[run].filter { lanes.contains($0.output.lane) && $0.output.lines > 0 }.map { record in
      var form = MixInput.Form.queue(record.output.lane)
      if record.output.lane == .keep, let shard = shards[run][record.shard] {
        form = .kept(shard, level: keptLevels[run].map { $0[shard.id] ?? Self.unknownLevel })
      }
      return MixInput(
        run: run, path: record.output.path, form: form, sha256: record.output.sha256, rows: record.output.lines)
    }
    .sorted { Name($0.path) < Name($1.path) }
  }

  private func synthetic(_ stage: String, _ run: Int) throws -> [MixInput] {
    let listed = try ledgers[run].synthesisFiles().filter { $0.stage.rawValue == stage }
    if !listed.isEmpty {
      return listed.map { MixInput(run: run, path: $0.path, form: .synthetic, sha256: $0.sha256, rows: $0.lines) }
    }
    // Texts that another program made in our form.
    let folder = "synthetic/" + stage
    return try FolderTree.files(below: runs[run].folder + "/" + folder)
      .filter { $0.hasSuffix(".jsonl.zst") || $0.hasSuffix(".jsonl.gz") }
      .map { MixInput(run: run, path: folder + "/" + $0.text, form: .synthetic) }
  }

  private func tagged(_ tag: String, _ run: Int) throws -> [MixInput] {
    guard let manifest = try TagManifest.read(run: runs[run].folder) else { return [] }
    guard Name(manifest.settings.tag) == Name(tag) else {
      throw MixFailure(
        path: runs[run].folder + "/tagged",
        "was tagged with \(manifest.settings.tag), but the recipe's tag is \(tag); write tag: into the recipe, or tag anew"
      )
    }
    return manifest.files.map { file in
      let lane = Lane.partition.first { Name(file.path).hasPrefix("tagged/\($0.folder)/") } ?? .refusal
      return MixInput(run: run, path: file.path, form: .queue(lane), sha256: file.sha256, rows: file.rows)
    }
  }
}

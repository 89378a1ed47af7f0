internal import SluiceCore
package import SluiceIO
internal import SluiceLedger
package import SluiceRun

/// How the output of a mix is laid out.
package enum MixLayout: String, CaseIterable, Sendable, Codable {
  /// One shuffled stream of all components, in phases.
  case shuffled
  /// Each component shuffled by itself in a folder of its own, for trainers that mix while they read.
  case components
}

/// Makes a training set from runs by a recipe.
package struct Mixer {
  package var recipe: Recipe
  package var runs: [RunSource]
  package var layout: MixLayout
  package var jobs: Int
  package var codec = OutputCodec(.zstd)
  package var allowsUnfinished = false
  package var replaces = false
  package let progress = WorkProgress()

  package init(recipe: Recipe, runs: [RunSource], layout: MixLayout, jobs: Int) {
    self.recipe = recipe
    self.runs = runs
    self.layout = layout
    self.jobs = jobs
  }

  /// The mix as it will be, measured but not made: no output shards yet.
  ///
  /// - Throws: `MixShortage` if the recipe cannot be met.
  package func plan() throws -> MixManifest { try prepare().manifest }

  /// Makes the mix in a folder.
  ///
  /// - Returns: what was made, and whether it was there before.
  package func mix(into folder: String) throws -> (manifest: MixManifest, wasThere: Bool) {
    let output = try MixFolder(folder)
    let then = try MixManifest.read(folder: folder)
    if then == nil || replaces { try output.clear() }
    let work = try prepare()
    var manifest = work.manifest
    if let then, !replaces {
      try Drift.check(
        folder: folder, manifest.differences(from: then),
        remedy: "Bring back what changed; choose another --output, or --replace the mix.")
      try output.seal()
      return (then, true)
    }
    let dealer = MixDealer(
      plan: work.plan, survey: work.survey, files: work.files, runs: runs, jobs: jobs, progress: progress)
    let spills = try dealer.deal(into: output.spill)
    manifest.shards = try ShardWriter(
      plan: work.plan, folder: output.path, codec: codec, jobs: jobs, progress: progress
    )
    .write(spills)
    try output.finish(manifest)
    return (manifest, false)
  }

  private struct Work {
    var plan: MixPlan
    var survey: MixSurvey
    var files: [[MixInput]]
    var manifest: MixManifest
  }

  private func prepare() throws -> Work {
    let inputs = try MixInputs(runs: runs, allowsUnfinished: allowsUnfinished)
    let files = try recipe.components.map { try inputs.files(of: $0, tag: recipe.tag) }
    let survey = try MixSurvey(recipe, files: files, runs: runs, jobs: jobs, progress: progress)
    let plan = try MixPlan(recipe, survey, rawBytes: try inputs.rawBytes(), separates: layout == .components)
    return Work(
      plan: plan, survey: survey, files: files, manifest: try manifest(plan, survey, files, inputs.ledgers))
  }

  private func manifest(
    _ plan: MixPlan, _ survey: MixSurvey, _ files: [[MixInput]], _ ledgers: [LedgerReader]
  ) throws -> MixManifest {
    let ruler = plan.ruler
    let weight = Double(plan.total.weight)
    let components = recipe.components.enumerated().map { row, component in
      MixManifest.Component(
        name: component.name, from: component.origin.rawValue, available: .init(plan.available[row], ruler),
        taken: .init(plan.taken[row], ruler), originals: plan.originals[row],
        share: weight > 0 ? (Double(plan.taken[row].weight) / weight * 1e6).rounded() / 1e6 : 0,
        copies: Int((plan.budgets[row] / Double(max(1, plan.available[row].weight))).rounded(.up)),
        begin: component.begin, end: component.end,
        leftOut: Dictionary(
          uniqueKeysWithValues: survey.components[row].leftOut.map { ($0.key.rawValue, $0.value) }))
    }
    let phases = (0..<plan.phases.count).map { phase in
      MixManifest.Phase(
        begin: plan.phases.bounds[phase], end: plan.phases.bounds[phase + 1],
        tokens: Dictionary(
          uniqueKeysWithValues: recipe.components.indices.compactMap { row in
            let tokens = ruler.tokens(Int(plan.phases.weights[row][phase]))
            return tokens > 0 ? (recipe.components[row].name, tokens) : nil
          }))
    }
    return MixManifest(
      recipe: .init(name: recipe.name, sha256: recipe.sha256, seed: recipe.seed, tag: recipe.tag),
      layout: layout.rawValue, codec: codec.compression.rawValue, tokenEstimator: ruler.estimator,
      bytesPerToken: ruler.bytesPerToken,
      runs: try zip(runs, ledgers).map { run, ledger in
        let record = try ledger.run()
        return .init(
          folder: try FileTree.canonical(run.folder), modelSHA256: record.identity.modelSHA256,
          policySHA256: record.identity.policySHA256, chainHead: record.chainHead,
          documentsByScore: try Self.documentsByScore(ledger))
      },
      inputs: files.indices.flatMap { row in
        zip(files[row], survey.digests[row]).map { file, sha256 in
          .init(component: recipe.components[row].name, run: file.run, path: file.path, sha256: sha256)
        }
      },
      total: .init(plan.total, ruler), components: components, phases: phases)
  }

  private static func documentsByScore(_ ledger: LedgerReader) throws -> [Int] {
    try ledger.totals(by: [.score]).reduce(into: [Int](repeating: 0, count: SafetyScore.count)) { counts, row in
      counts[Int(row.score?.rawValue ?? 0)] += row.count.documents
    }
  }
}

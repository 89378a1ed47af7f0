internal import SluiceIO
package import SluiceRun

/// The second pass over the documents of a mix: deals each copy that the plan takes into the spill file of its
/// output shard. The shard depends on the copy's place alone, so any number of threads may deal.
package struct MixDealer {
  let plan: MixPlan
  let survey: MixSurvey
  let files: [[MixInput]]
  let runs: [RunSource]
  let jobs: Int
  let progress: WorkProgress

  /// Memory for all spill files' buffers together.
  private static let bufferBytes = 64 << 20

  package init(
    plan: MixPlan, survey: MixSurvey, files: [[MixInput]], runs: [RunSource], jobs: Int, progress: WorkProgress
  ) {
    self.plan = plan
    self.survey = survey
    self.files = files
    self.runs = runs
    self.jobs = jobs
    self.progress = progress
  }

  /// - Returns: the spill files, by output shard.
  package func deal(into folder: String) throws -> [SpillFile] {
    let share = min(1 << 20, max(1 << 13, Self.bufferBytes / max(1, plan.shardCount)))
    let spills = (0..<plan.shardCount).map { SpillFile(path: "\(folder)/\($0)", bufferBytes: share) }
    let work = files.indices.flatMap { component in files[component].indices.map { (component, $0) } }
    let plan = Unchecked(value: self)
    progress.begin(.dealing, documents: files.joined().reduce(0) { $0 + $1.rows })
    try Workers.run(work.count, jobs: jobs) { index in
      try plan.value.deal(component: work[index].0, file: work[index].1, into: spills)
    }
    for spill in spills { try spill.finish() }
    return spills
  }

  /// The plan and the survey are only read here.
  private struct Unchecked: @unchecked Sendable {
    let value: MixDealer
  }

  private func deal(component number: Int, file: Int, into spills: [SpillFile]) throws {
    let recipe = plan.recipe
    let component = recipe.components[number]
    let input = files[number][file]
    let filter = DocumentFilter(component, recipe: recipe, replaced: survey.replaced[number])
    let parts = (0..<plan.phases.count).map { plan.part(component: number, phase: $0) }
    let line = ByteBuffer()
    let sha256 = try MixDocuments(input, of: runs[input.run], progress).forEachDocument { document in
      guard filter.reason(toLeaveOut: document, run: input.run) == nil else { return }
      let name = Place.name(document, component, input.run)
      let cell = SelectionCells.cell(of: name, seed: recipe.seed)
      try plan.selections[number].forEachCopy(ofCell: cell) { copy, phase in
        guard let part = parts[phase] else { return }
        let place = Place.of(name, copy: copy, seed: recipe.seed)
        let shard = part.shards.lowerBound + Int(place.multipliedFullWidth(by: UInt64(part.shards.count)).high)
        line.count = 0
        let size = filter.withText(of: document) { text in
          MixLine.append(document, text: text, component: component.name, run: input.run, copy: copy, to: line)
          return plan.ruler.size(text, isTagged: component.origin == .tagged)
        }
        let record = SpillFile.Record(place: place, component: number, copy: copy, size: size)
        try spills[shard].add(record, line: line.bytes)
      }
      line.shrink(to: 8 << 20)
    }
    guard sha256 == survey.digests[number][file] else {
      throw MixFailure(
        path: runs[input.run].folder + "/" + input.path, "changed while the mix was made; run the same command again")
    }
  }
}

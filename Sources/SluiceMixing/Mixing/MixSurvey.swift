internal import SluiceIO
package import SluiceRun
internal import Synchronization

/// The first pass over the documents of a mix: what each component has, by selection cell.
package struct MixSurvey {
  /// What one component offers.
  package struct Component: @unchecked Sendable {
    // Unchecked: filled under the survey's lock, read when all workers are done.
    package var cells = SelectionCells()
    package var leftOut: [LeftOut: Int] = [:]
  }

  /// In the recipe's order.
  package private(set) var components: [Component]
  /// By component and file, digests of what was read.
  package private(set) var digests: [[String]]
  /// By component: keys whose documents other components replace; nil if none do.
  let replaced: [ReplacedKeys?]

  /// Reads everything once.
  package init(
    _ recipe: Recipe, files: [[MixInput]], runs: [RunSource], jobs: Int, progress: WorkProgress
  ) throws {
    progress.begin(
      .surveying,
      documents: Self.reads(recipe).reduce(0) { sum, component in
        files[component].reduce(sum) { $0 + $1.rows }
      })
    replaced = try Self.replaced(recipe, files, runs, jobs, progress)
    let ruler = MixRuler(recipe)
    let found = Mutex(recipe.components.map { _ in Component() })
    let sums = Mutex(files.map { [String](repeating: "", count: $0.count) })
    let work = files.indices.flatMap { component in files[component].indices.map { (component, $0) } }
    let replaced = replaced
    try Workers.run(work.count, jobs: jobs) { index in
      let (number, file) = work[index]
      let component = recipe.components[number]
      let filter = DocumentFilter(component, recipe: recipe, replaced: replaced[number])
      let input = files[number][file]
      var batch: [(cell: Int, size: MixSize)] = []
      var leftOut: [LeftOut: Int] = [:]
      func flush() {
        found.withLock { found in
          for (cell, size) in batch { found[number].cells.add(size, cell: cell) }
          found[number].leftOut.merge(leftOut, uniquingKeysWith: +)
        }
        batch.removeAll(keepingCapacity: true)
        leftOut = [:]
      }
      let sha256 = try MixDocuments(input, of: runs[input.run], progress).forEachDocument { document in
        if let reason = filter.reason(toLeaveOut: document, run: input.run) {
          leftOut[reason, default: 0] += 1
          return
        }
        let size = filter.withText(of: document) { ruler.size($0, isTagged: component.origin == .tagged) }
        batch.append((SelectionCells.cell(of: Place.name(document, component, input.run), seed: recipe.seed), size))
        if batch.count == 4096 { flush() }
      }
      flush()
      sums.withLock { $0[number][file] = sha256 }
    }
    components = found.withLock { $0 }
    digests = sums.withLock { $0 }
  }

  /// Components whose documents are read, as often as they are.
  private static func reads(_ recipe: Recipe) -> [Int] {
    recipe.components.indices.flatMap { number in
      [number]
        + recipe.components.indices.filter { other in
          recipe.components[number].replacedBy.contains(recipe.components[other].name)
        }
    }
  }

  private static func replaced(
    _ recipe: Recipe, _ files: [[MixInput]], _ runs: [RunSource], _ jobs: Int, _ progress: WorkProgress
  ) throws -> [ReplacedKeys?] {
    try recipe.components.map { component in
      guard !component.replacedBy.isEmpty else { return nil }
      let hashes = Mutex<[UInt64]>([])
      for number in recipe.components.indices where component.replacedBy.contains(recipe.components[number].name) {
        let filter = DocumentFilter(recipe.components[number], recipe: recipe, replaced: nil)
        try Workers.run(files[number].count, jobs: jobs) { index in
          let input = files[number][index]
          var found: [UInt64] = []
          _ = try MixDocuments(input, of: runs[input.run], progress).forEachDocument { document in
            if filter.reason(toLeaveOut: document, run: input.run) == nil {
              found.append(ReplacedKeys.hash(document.key, run: input.run))
            }
          }
          hashes.withLock { $0 += found }
        }
      }
      return ReplacedKeys(hashes.withLock { $0 })
    }
  }
}

/// Where documents are in a mix.
enum Place {
  /// The name that decides a document's draws. A rewritten document or a refusal has its original's name, so that in
  /// mixes of equal seed it is where the original was.
  static func name(_ document: MixDocument, _ component: Recipe.Component, _ run: Int) -> String {
    switch component.origin {
    case .kept, .raw, .recontextualized, .refusals: "\(run) \(document.key)"
    case .moralEducation, .tagged: "\(component.origin.rawValue) \(run) \(document.key)"
    }
  }

  /// The place of a copy in its phase, as a fraction of 2^64.
  static func of(_ name: String, copy: Int, seed: UInt64) -> UInt64 {
    KeyedDraws("place", seed: seed, key: name)[copy]
  }
}

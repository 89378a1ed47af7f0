internal import SluiceCore

/// Exactly what a mix will have: the recipe applied to the documents of the runs.
package struct MixPlan {
  /// A group of output files: the documents of a phase, of all components or of one.
  package struct Part: Sendable, Hashable {
    package var phase: Int
    /// Index of the component; nil if the part mixes all.
    package var component: Int?
    package var size = MixSize()
    /// Output shards of the part, by their numbers in the mix.
    package var shards = 0..<0
  }

  package let recipe: Recipe
  let ruler: MixRuler
  package let phases: PhaseTable
  /// By component.
  package let budgets: [Double]
  let selections: [Selection]
  /// By component: what is there, what is taken, and how many different documents that is.
  package let available: [MixSize]
  package let taken: [MixSize]
  package let originals: [Int]
  package private(set) var parts: [Part] = []

  package var total: MixSize { taken.reduce(into: MixSize()) { $0 += $1 } }
  package var shardCount: Int { parts.last?.shards.upperBound ?? 0 }

  /// - Parameters:
  ///   - rawBytes: text bytes of all routed documents.
  ///   - separates: whether each component gets files of its own.
  /// - Throws: `MixShortage` if the recipe cannot be met.
  package init(_ recipe: Recipe, _ survey: MixSurvey, rawBytes: Int, separates: Bool) throws(MixShortage) {
    self.recipe = recipe
    let ruler = MixRuler(recipe)
    self.ruler = ruler
    available = survey.components.map(\.cells.total)
    budgets = try Budgets(recipe, available.map(\.weight), rawBytes: rawBytes, ruler: ruler).resolve()
    phases = try PhaseTable(recipe.components, budgets: budgets) { ruler.tokens(Int($0)) }
    selections = zip(survey.components, phases.weights).map { component, row in
      var sum = 0.0
      return Selection(
        component.cells,
        ends: row.map {
          sum += $0
          return Int(bounding: sum.rounded())
        })
    }
    var taken = [MixSize](repeating: MixSize(), count: recipe.components.count)
    var originals = [Int](repeating: 0, count: recipe.components.count)
    var sizes: [Int: MixSize] = [:]
    for row in recipe.components.indices {
      for cell in 0..<SelectionCells.count where survey.components[row].cells.documents[cell] > 0 {
        let size = survey.components[row].cells.size(of: cell)
        selections[row].forEachCopy(ofCell: cell) { copy, phase in
          taken[row] += size
          if copy == 0 { originals[row] += size.documents }
          sizes[phase * recipe.components.count + (separates ? row : 0), default: MixSize()] += size
        }
      }
    }
    self.taken = taken
    self.originals = originals
    let columns = recipe.components.count
    // Separate components follow one another, each with its phases in order.
    let order = sizes.keys.sorted { a, b in
      separates ? (a % columns, a / columns) < (b % columns, b / columns) : a < b
    }
    var next = 0
    for key in order {
      guard let size = sizes[key] else { continue }
      // Each line has about 300 bytes besides its text.
      let bytes = size.textBytes + 300 * size.documents
      let count = max(1, (bytes + recipe.shardBytes / 2) / recipe.shardBytes)
      parts.append(
        Part(
          phase: key / columns, component: separates ? key % columns : nil, size: size, shards: next..<(next + count)))
      next += count
    }
  }

  /// Which part a component's documents of a phase go to.
  func part(component: Int, phase: Int) -> Part? {
    parts.first { $0.phase == phase && ($0.component ?? component) == component }
  }
}

/// Turns a recipe's amounts into weights.
private struct Budgets {
  let recipe: Recipe
  let available: [Int]
  let rawBytes: Int
  let ruler: MixRuler

  init(_ recipe: Recipe, _ available: [Int], rawBytes: Int, ruler: MixRuler) {
    self.recipe = recipe
    self.available = available
    self.rawBytes = rawBytes
    self.ruler = ruler
  }

  private func tokens(_ weight: Double) -> String { Int(bounding: (weight / ruler.bytesPerToken).rounded()).grouped }

  func resolve() throws(MixShortage) -> [Double] {
    var short: [String] = []
    let components = recipe.components
    for (component, have) in zip(components, available) where have == 0 {
      short.append("\(component.name): no documents are left after its filters")
    }
    guard short.isEmpty else { throw MixShortage(lines: short) }
    let fixed: [Double] = zip(components, available).map { component, have in
      switch component.amount {
      case .all(let times): Double(times * have)
      case .tokens(let tokens): tokens * ruler.bytesPerToken
      case .share, .rest: 0
      }
    }
    let shares = components.reduce(0.0) { if case .share(let share) = $1.amount { $0 + share } else { $0 } }
    let total = try total(fixed.reduce(0, +), shares)
    var budgets = zip(components, fixed).map { component, fixed in
      if case .share(let share) = component.amount { share * total } else { fixed }
    }
    let sum = budgets.reduce(0, +)
    if let rest = components.firstIndex(where: { $0.amount == .rest }) {
      budgets[rest] = total - sum
      if budgets[rest] < 0 {
        short.append(
          "\(components[rest].name) would take the rest of \(tokens(total)) tokens, but the others take "
            + "\(tokens(sum)): \(tokens(sum - total)) tokens too many")
      }
    } else if abs(sum - total) > total * 1e-6 + ruler.bytesPerToken {
      let parts = zip(components, budgets).map { "\($0.name) \(tokens($1))" }.joined(separator: " + ")
      short.append(
        "the mix has \(tokens(total)) tokens, but its components make \(parts) = \(tokens(sum)): "
          + "\(tokens(abs(sum - total))) tokens \(sum < total ? "short" : "too many")")
    }
    for (row, component) in components.enumerated() {
      let most = Double(available[row] * component.maxRepetition)
      if budgets[row] > most * (1 + 1e-9) {
        short.append(
          "\(component.name): \(tokens(budgets[row])) tokens are wanted, but its documents have "
            + "\(tokens(Double(available[row]))), or \(tokens(most)) repeated \(component.maxRepetition.counted("time")): "
            + "\(tokens(budgets[row] - most)) tokens short")
      }
    }
    guard short.isEmpty else { throw MixShortage(lines: short) }
    return budgets
  }

  private func total(_ fixed: Double, _ shares: Double) throws(MixShortage) -> Double {
    switch recipe.total {
    case .tokens(let tokens): return tokens * ruler.bytesPerToken
    case .raw: return Double(rawBytes)
    case .open:
      if shares == 0 { return fixed }
      if fixed > 0 {
        guard shares < 1 else {
          throw MixShortage(lines: [
            "shares add up to \(PhaseTable.percent(shares)), which leaves nothing for the \(tokens(fixed)) tokens "
              + "of the other components"
          ])
        }
        return fixed / (1 - shares)
      }
      guard abs(shares - 1) < 1e-6 else {
        throw MixShortage(lines: [
          "shares add up to \(PhaseTable.percent(shares)), not 100 %: \(PhaseTable.percent(abs(1 - shares))) "
            + (shares < 1 ? "short" : "too many")
        ])
      }
      // The largest mix that no component limits.
      return zip(recipe.components, available).map { component, have in
        guard case .share(let share) = component.amount, share > 0 else { return Double.infinity }
        return Double(have * component.maxRepetition) / share
      }.min() ?? 0
    }
  }
}

internal import SluiceCore

/// How a mix's tokens are spread over its phases: the spans between the places where components begin or end.
package struct PhaseTable: Sendable, Hashable {
  /// Fractions of the mix where phases begin, and 1.
  package let bounds: [Double]
  /// By component and phase, weights; rows add up to the components' budgets, columns to the phases' parts.
  package let weights: [[Double]]

  package var count: Int { bounds.count - 1 }

  private struct Shape {
    var bounds: [Double]
    var active: [[Bool]]

    init(_ components: [Recipe.Component]) {
      bounds = Set(components.flatMap { [$0.begin, $0.end] } + [0, 1]).sorted()
      let bounds = bounds
      active = components.map { component in
        zip(bounds, bounds.dropFirst()).map { component.begin <= $0 && $1 <= component.end }
      }
    }
  }

  /// Spreads each component over its phases as evenly as the others allow: iterative proportional fitting of
  /// a table that begins with parts in proportion to the phases' widths (Deming and Stephan 1940).
  ///
  /// - Throws: `MixShortage`, with a line for every span that its components cannot fill or that has no room for
  ///   them.
  package init(_ components: [Recipe.Component], budgets: [Double], tokens: (Double) -> Int) throws(MixShortage) {
    let shape = Shape(components)
    bounds = shape.bounds
    let widths = zip(bounds, bounds.dropFirst()).map { $1 - $0 }
    let total = budgets.reduce(0, +)
    let short = Self.shortages(components, shape, budgets, total, tokens)
    guard short.isEmpty else { throw MixShortage(lines: short) }
    var table = zip(budgets, shape.active).map { budget, active in
      let width = zip(widths, active).reduce(0) { $0 + ($1.1 ? $1.0 : 0) }
      return zip(widths, active).map { $1 ? budget * $0 / width : 0 }
    }
    for _ in 0..<10_000 {
      var error = 0.0
      for phase in widths.indices {
        let sum = table.reduce(0) { $0 + $1[phase] }
        let wanted = widths[phase] * total
        error = max(error, abs(sum - wanted))
        for row in table.indices where sum > 0 { table[row][phase] *= wanted / sum }
      }
      for row in table.indices {
        let sum = table[row].reduce(0, +)
        for phase in widths.indices where sum > 0 { table[row][phase] *= budgets[row] / sum }
      }
      if error <= 1e-9 * total { break }
    }
    weights = table
  }

  /// By Hall's condition a table exists if every set of phases can be filled by the components that may be in
  /// them. Only unbroken spans need checking, since the components' own spans are unbroken.
  private static func shortages(
    _ components: [Recipe.Component], _ shape: Shape, _ budgets: [Double], _ total: Double, _ tokens: (Double) -> Int
  ) -> [String] {
    var lines: [String] = []
    let phases = shape.bounds.count - 1
    for first in 0..<phases {
      for last in first..<phases {
        let width = shape.bounds[last + 1] - shape.bounds[first]
        let inside = components.indices.filter { row in (first...last).contains { shape.active[row][$0] } }
        let only = inside.filter { row in
          !shape.active[row].indices.contains { shape.active[row][$0] && !(first...last).contains($0) }
        }
        let span = "from \(percent(shape.bounds[first])) to \(percent(shape.bounds[last + 1])) of the run"
        let (needed, have) = (width * total, inside.reduce(0) { $0 + budgets[$1] })
        if have < needed * (1 - 1e-9) - 1 {
          let names = inside.map { components[$0].name }.joined(separator: ", ")
          lines.append(
            "\(span) the mix needs \(tokens(needed).grouped) tokens, but the components that may be there "
              + "(\(names.isEmpty ? "none" : names)) have \(tokens(have).grouped): "
              + "\(tokens(needed - have).grouped) tokens short")
        }
        let must = only.reduce(0) { $0 + budgets[$1] }
        if must > needed * (1 + 1e-9) + 1, phases > 1 {
          let names = only.map { components[$0].name }.joined(separator: ", ")
          lines.append(
            "\(span) there is room for \(tokens(needed).grouped) tokens, but the components that must be there "
              + "(\(names)) have \(tokens(must).grouped): "
              + "\(tokens(must - needed).grouped) tokens too many")
        }
      }
    }
    return lines
  }

  static func percent(_ fraction: Double) -> String {
    let hundredths = Int(bounding: (fraction * 10_000).rounded())
    return hundredths % 100 == 0 ? "\(hundredths / 100) %" : "\(Double(hundredths) / 100) %"
  }
}

/// What a recipe asks for and the runs do not have: one line per shortage, each with its arithmetic.
package struct MixShortage: Error, Hashable, CustomStringConvertible {
  package var lines: [String]

  package var description: String {
    "this recipe cannot be met:\n" + lines.map { "  \($0)\n" }.joined()
      + "Lower shares or budgets, raise max_repetition, or make more of what is short."
  }
}

import SluiceMixing
import TestSupport
import Testing

/// Promise: phases are as long as the recipe says and components have their budgets in them, or the shortage is
/// named with its arithmetic.
struct PhaseTableTests {
  /// Components that only differ in where they begin and end.
  private func components(_ spans: [(begin: Double, end: Double)]) throws -> [Recipe.Component] {
    let scratch = try Scratch()
    let entries = spans.enumerated().map { "  - {name: c\($0), from: raw, begin: \($1.begin), end: \($1.end)}\n" }
    return try Recipe.load(scratch.write("version: 1\ncomponents:\n" + entries.joined(), to: "r.yaml")).components
  }

  private func table(_ spans: [(Double, Double)], _ budgets: [Double]) throws -> PhaseTable {
    try PhaseTable(try components(spans), budgets: budgets) { Int($0) }
  }

  @Test func oneComponentFillsOnePhase() throws {
    let table = try table([(0, 1)], [100])
    #expect(table.count == 1 && table.bounds == [0, 1] && table.weights == [[100]])
  }

  @Test func rowsAreBudgetsAndColumnsArePhases() throws {
    let budgets = [300.0, 500, 200]
    let table = try table([(0, 1), (0.2, 1), (0, 0.6)], budgets)
    #expect(table.bounds == [0, 0.2, 0.6, 1])
    for (row, budget) in zip(table.weights, budgets) { #expect(abs(row.reduce(0, +) - budget) < 1e-3) }
    for phase in 0..<table.count {
      let width = table.bounds[phase + 1] - table.bounds[phase]
      #expect(abs(table.weights.reduce(0) { $0 + $1[phase] } - 1000 * width) < 1e-3)
    }
    #expect(table.weights[1][0] == 0 && table.weights[2][2] == 0, "nothing outside its span")
    #expect(table.weights.joined().allSatisfy { $0 >= 0 })
  }

  private func shortage(_ spans: [(Double, Double)], _ budgets: [Double]) throws -> [String] {
    do {
      _ = try table(spans, budgets)
      return []
    } catch let error as MixShortage {
      return error.lines
    }
  }

  @Test func aPhaseThatNothingFillsIsNamed() throws {
    #expect(
      try shortage([(0, 0.5), (0.5, 1)], [100, 300]).contains {
        $0.hasPrefix("from 0 % to 50 % of the run the mix needs 200 tokens")
          && $0.contains("(c0) have 100: 100 tokens short")
      })
    #expect(try shortage([(0.25, 1)], [1000]).contains { $0.contains("(none) have 0: 250 tokens short") })
  }

  @Test func aPhaseThatCannotHoldItsComponentsIsNamed() throws {
    #expect(
      try shortage([(0, 1), (0, 0.1)], [500, 500]).contains {
        $0.hasPrefix("from 0 % to 10 % of the run there is room for 100 tokens")
          && $0.contains("(c1) have 500: 400 tokens too many")
      })
  }
}

import SluiceCore
import SluiceReport
import Testing

struct ReportComparisonTests {
  @Test func equalReportsShiftNothing() {
    let report = Sample.report([90, 5, 3, 1, 1, 0])
    let comparison = ReportComparison(report, report, names: ["a", "b"])
    #expect(comparison.levels.allSatisfy { $0.difference == 0 && !$0.isSignificant })
  }

  /// Newcombe (1998), example (a): 56/70 and 48/80 differ by 0.2, with 0.0524 to 0.3339.
  @Test func theRangeOfADifferenceIsNewcombes() throws {
    let comparison = ReportComparison(
      Sample.report([48, 32, 0, 0, 0, 0]), Sample.report([56, 14, 0, 0, 0, 0]), names: ["a", "b"])
    let range = try #require(comparison.levels[0].range)
    #expect(abs(range.low - 0.0524) < 0.0002 && abs(range.high - 0.3339) < 0.0002, "\(range)")
    #expect(!comparison.levels[0].isSignificant)
  }

  @Test func aLargeShiftIsMarked() {
    let comparison = ReportComparison(
      Sample.report([900, 100, 0, 0, 0, 0]), Sample.report([700, 300, 0, 0, 0, 0]), names: ["a", "b"])
    #expect(comparison.levels[0].isSignificant && comparison.levels[1].isSignificant)
    #expect(comparison.sources[0].any.isSignificant)
    #expect(TerminalComparison(comparison).render().contains("-20.00 pp"))
    #expect(HTMLComparison(comparison).render().contains("+20.00 pp"))
  }

  @Test func sourcesOnOneSideHaveNoShift() {
    let comparison = ReportComparison(
      Sample.report([9, 1, 0, 0, 0, 0], source: "old"), Sample.report([9, 1, 0, 0, 0, 0], source: "new"),
      names: ["a", "b"])
    #expect(comparison.sources.count == 2)
    #expect(comparison.sources.allSatisfy { $0.any.difference == nil })
  }

  @Test func routeChangesAreCountedByPair() {
    var routes = RouteComparison()
    let pairs: [(Route, Route)] = [(.keep, .keep), (.keep, .refusal), (.keep, .refusal), (.drop, .keep)]
    for (index, pair) in pairs.enumerated() {
      routes.add(
        RouteComparison.Document(
          key: "a#\(index)", id: nil, source: nil, from: pair.0, to: pair.1, scoreFrom: 0, scoreTo: 1))
    }
    #expect(routes.documents == 4 && routes.changed == 3)
    #expect(routes.moves.contains { $0.from == .keep && $0.to == .refusal && $0.documents == 2 })
    #expect(routes.keepSentence == "2 documents left keep and 1 entered it: no clear direction.")
  }
}

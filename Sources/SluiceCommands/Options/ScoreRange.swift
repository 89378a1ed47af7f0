internal import ArgumentParser
internal import SluiceCore

/// `--score`.
struct ScoreRange: ExpressibleByArgument {
  let scores: [SafetyScore]

  init?(argument: String) {
    let ends = argument.split(separator: "-", omittingEmptySubsequences: false).map {
      UInt8($0).flatMap(SafetyScore.init)
    }
    guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1], first <= last else {
      return nil
    }
    scores = SafetyScore.allCases.filter { (first...last).contains($0) }
  }
}

internal import ArgumentParser

/// `--base-rate`: how common each level is where the model will be used.
struct BaseRate: ExpressibleByArgument {
  /// Six shares that sum to 1.
  let shares: [Double]

  /// Reads six numbers parted by commas or slashes; they are scaled to sum to 1, so that fractions,
  /// per cent and counts all do.
  init?(argument: String) {
    let parts = argument.split(omittingEmptySubsequences: false) { $0 == "," || $0 == "/" }
    let numbers = parts.compactMap { Double($0) }
    guard numbers.count == 6, parts.count == 6, numbers.allSatisfy({ $0.isFinite && $0 >= 0 }) else { return nil }
    let sum = numbers.reduce(0, +)
    guard sum > 0, sum.isFinite else { return nil }
    shares = numbers.map { $0 / sum }
  }
}

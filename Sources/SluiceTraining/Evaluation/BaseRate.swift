/// How common each level is where the model will be used.
package struct BaseRate: Sendable {
  /// Six shares that sum to 1.
  package let shares: [Double]

  /// Reads six numbers separated by commas or slashes; they are scaled to sum to 1, so that fractions,
  /// percentages and counts all work.
  package init?(_ text: String) {
    let parts = text.split(omittingEmptySubsequences: false) { $0 == "," || $0 == "/" }
    let numbers = parts.compactMap { Double($0) }
    guard numbers.count == 6, parts.count == 6, numbers.allSatisfy({ $0.isFinite && $0 >= 0 }) else { return nil }
    let sum = numbers.reduce(0, +)
    guard sum > 0, sum.isFinite else { return nil }
    shares = numbers.map { $0 / sum }
  }
}

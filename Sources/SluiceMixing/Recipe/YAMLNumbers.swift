package import SluicePipeline
package import Yams

/// Values of recipes and tagging settings.
extension StrictYAMLReader {
  package mutating func checkVersion(_ node: Node) {
    guard text(node, at: "version") != "1" else { return }
    report(node, "version", "this program reads version 1", "Write version: 1")
  }

  package mutating func number(_ node: Node, at path: String, _ range: ClosedRange<Double>) -> Double? {
    guard let text = text(node, at: path) else { return nil }
    if let value = Double(text), range.contains(value) { return value }
    report(
      node, path, "expected a number from \(range.lowerBound) to \(range.upperBound)", "Write a number in that range")
    return nil
  }

  package mutating func whole(_ node: Node, at path: String, _ range: ClosedRange<Int>) -> Int? {
    guard let text = text(node, at: path) else { return nil }
    if let value = Int(text), range.contains(value) { return value }
    let upper = range.upperBound == .max ? "up" : "to \(range.upperBound)"
    report(node, path, "expected a whole number from \(range.lowerBound) \(upper)", "Write a number in that range")
    return nil
  }

  /// `40%` or `0.4`, as a fraction of 1.
  package mutating func fraction(_ node: Node, at path: String) -> Double? {
    guard let text = text(node, at: path) else { return nil }
    let isPercent = text.hasSuffix("%")
    let value = Double(isPercent ? String(text.dropLast()) : text).map { isPercent ? $0 / 100 : $0 }
    if let value, (0...1).contains(value) { return value }
    report(node, path, "expected a share from 0 to 1, or 0% to 100%", "Write it as 40% or 0.4")
    return nil
  }

  /// A count with a decimal suffix: `600B` is 600 billion.
  package mutating func count(_ node: Node, at path: String) -> Double? {
    guard let text = text(node, at: path) else { return nil }
    let units: [Character: Double] = ["K": 1e3, "k": 1e3, "M": 1e6, "B": 1e9, "G": 1e9, "T": 1e12]
    let unit = text.last.flatMap { units[$0] }
    if let value = Double(unit == nil ? text : String(text.dropLast())).map({ $0 * (unit ?? 1) }), value > 0,
      value <= 1e15
    {
      return value
    }
    report(
      node, path, "expected a count above 0 and up to 1000T, such as 2500000 or 2.5M",
      "Suffixes are K, M, B and T, powers of ten")
    return nil
  }
}

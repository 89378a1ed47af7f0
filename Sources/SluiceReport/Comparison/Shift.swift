/// How a share moved.
package struct Shift: Codable, Sendable, Hashable {
  /// Fractions of 1; nil of nothing.
  package var before: Double?
  package var after: Double?
  /// After minus before, with a range that holds the true value in 95 of 100 samples.
  package var difference: Double?
  package var range: Interval?
  /// Whether chance would do this in fewer than 1 of 1,000 cases.
  package var isSignificant: Bool

  /// The 99.95 % point of the normal distribution.
  private static let threshold = 3.290527

  /// Newcombe's interval of a difference (method 10: two Wilson intervals), and the pooled test of two
  /// shares.
  init(_ a: Int, of n: Int, _ b: Int, of m: Int) {
    before = n > 0 ? Double(a) / Double(n) : nil
    after = m > 0 ? Double(b) / Double(m) : nil
    guard let p = before, let q = after else {
      isSignificant = false
      return
    }
    let d = q - p
    difference = d
    let (x, y) = (Interval.share(a, of: n, sample: 0), Interval.share(b, of: m, sample: 0))
    func root(_ u: Double, _ v: Double) -> Double { (u * u + v * v).squareRoot() }
    range = Interval(low: d - root(q - y.low, x.high - p), high: d + root(y.high - q, p - x.low))
    let pooled = Double(a + b) / Double(n + m)
    let error = (pooled * (1 - pooled) * (1 / Double(n) + 1 / Double(m))).squareRoot()
    isSignificant = error > 0 && abs(d) / error > Self.threshold
  }
}

extension Shift {
  /// In percentage points, with a sign.
  var points: String { difference.map { Self.signed($0) + " pp" } ?? "-" }

  /// A range of differences, in percentage points.
  static func inWords(_ range: Interval) -> String { "\(signed(range.low)) to \(signed(range.high))" }

  private static func signed(_ value: Double) -> String {
    let text = Numbers.decimal(100 * value, 2)
    return value > 0 && text != "0.00" ? "+" + text : text
  }
}

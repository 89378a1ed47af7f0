/// Arithmetic on numbers from outside, such as the columns of a ledger that somebody has edited. It never traps: a result
/// that does not fit is the nearest one that does.
extension Int {
  /// The largest count that is believed of a file: a number that somebody wrote into a ledger or a list is taken to be
  /// at most this. A million of them can be summed, and four terabytes counted.
  @usableFromInline package static let mostCounted = 1 << 42

  /// The nearest number that a count can be, from 0 to `mostCounted`.
  @inlinable
  package var asCount: Int { Swift.min(Swift.max(self, 0), Self.mostCounted) }

  /// The sum.
  @inlinable
  package func plus(_ other: Int) -> Int {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? (other < 0 ? .min : .max) : sum
  }

  /// The difference.
  @inlinable
  package func minus(_ other: Int) -> Int {
    let (difference, overflow) = subtractingReportingOverflow(other)
    return overflow ? (other < 0 ? .max : .min) : difference
  }

  /// The whole number next to a number towards zero; 0 for what is not a number.
  @inlinable
  package init(bounding number: Double) {
    self = number.isNaN ? 0 : Int(exactly: number.rounded(.towardZero)) ?? (number < 0 ? .min : .max)
  }
}

extension Sequence<Int> {
  /// The sum of all elements.
  @inlinable
  package func boundedSum() -> Int { reduce(0) { $0.plus($1) } }
}

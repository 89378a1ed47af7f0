/// Numbers as people read them, the same in every locale.
extension Int {
  /// `1234567` as `1,234,567`.
  package var grouped: String {
    var digits = String(magnitude)
    var groups: [Substring] = []
    while digits.count > 3 {
      groups.insert(digits.suffix(3), at: 0)
      digits.removeLast(3)
    }
    return (self < 0 ? "-" : "") + ([digits[...]] + groups).joined(separator: ",")
  }

  /// The number with its noun: `1 shard`, `1,234 shards`.
  ///
  /// - Parameter many: the noun of other numbers than one, where it is not made with an s.
  package func counted(_ one: String, _ many: String? = nil) -> String {
    "\(grouped) \(self == 1 ? one : many ?? one + "s")"
  }
}

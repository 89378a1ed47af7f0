internal import SluiceCore

/// Numbers as people read them, the same in every locale.
package enum Numbers {
  /// `1234567` as `1,234,567`.
  package static func count(_ value: Int) -> String { value.grouped }

  /// With a fixed number of decimals.
  package static func decimal(_ value: Double, _ places: Int) -> String {
    guard value.isFinite else { return "-" }
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let scaled = (value.magnitude * scale).rounded()
    guard scaled < 1e15 else { return String(value) }
    let whole = Int(scaled) / Int(scale)
    let fraction = String(Int(scaled) % Int(scale))
    let sign = value < 0 && scaled != 0 ? "-" : ""
    guard places > 0 else { return "\(sign)\(whole)" }
    return sign + "\(whole)." + String(repeating: "0", count: places - fraction.count) + fraction
  }

  /// A share of a whole in per cent; `-` of nothing.
  package static func percent(_ part: Int, of whole: Int) -> String {
    whole == 0 ? "-" : decimal(100 * Double(part) / Double(whole), 2) + " %"
  }

  /// A share in per cent with one decimal, with two below 1 %.
  package static func share(_ value: Double) -> String {
    decimal(100 * value, value != 0 && abs(value) < 0.00995 ? 2 : 1) + " %"
  }

  /// A share in whole per cent.
  package static func percentWhole(_ part: Int, of whole: Int) -> String {
    whole == 0 ? "-" : decimal(100 * Double(part) / Double(whole), 0) + " %"
  }

  /// A large number in words people say: `1.2 million`.
  package static func short(_ value: Double) -> String {
    for (limit, name) in [(1e12, "trillion"), (1e9, "billion"), (1e6, "million")] where value.magnitude >= limit {
      return decimal(value / limit, value.magnitude >= 100 * limit ? 0 : 1) + " " + name
    }
    return count(Int(bounding: value.rounded()))
  }

  /// `850`, `12.3k`, `4.5M`, for narrow columns.
  package static func compact(_ value: Int) -> String {
    for (limit, suffix) in [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")] where Double(value) >= limit {
      let scaled = Double(value) / limit
      return decimal(scaled, scaled < 99.95 ? 1 : 0) + suffix
    }
    return String(value)
  }

  /// An amount in whatever currency; cents where they matter.
  package static func money(_ value: Double) -> String {
    value < 100 ? decimal(value, 2) : value < 1e15 ? count(Int(value.rounded(.up))) : decimal(value, 0)
  }

  /// Bytes with a decimal unit: `1.5 GB`.
  package static func bytes(_ value: Int) -> String {
    let units = ["B", "kB", "MB", "GB", "TB", "PB"]
    var amount = Double(value)
    var unit = 0
    while amount >= 999.5, unit < units.count - 1 {
      amount /= 1000
      unit += 1
    }
    return decimal(amount, unit == 0 || amount >= 99.5 ? 0 : 1) + " " + units[unit]
  }

  /// `3 h 05 min`, `2 min 10 s`, `4.2 s`.
  package static func duration(_ seconds: Double) -> String {
    if seconds < 60 { return decimal(seconds, 1) + " s" }
    let whole = Int(bounding: seconds.rounded())
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    if whole < 3600 { return "\(whole / 60) min \(two(whole % 60)) s" }
    return "\(whole / 3600) h \(two(whole / 60 % 60)) min"
  }
}

internal import ArgumentParser

/// A size on the command line: bytes, or with a binary suffix K, M or G.
package struct ByteCount: ExpressibleByArgument, CustomStringConvertible {
  package let value: Int

  package init(_ value: Int) { self.value = value }

  package init?(argument: String) {
    let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]
    let unit = argument.last.flatMap { units[Character($0.uppercased())] }
    guard let number = Int(unit == nil ? argument : String(argument.dropLast())), number >= 0 else { return nil }
    let (value, overflow) = number.multipliedReportingOverflow(by: unit ?? 1)
    guard !overflow else { return nil }
    self.value = value
  }

  package var description: String {
    for (name, unit) in [("G", 1 << 30), ("M", 1 << 20), ("K", 1 << 10)] where value >= unit && value % unit == 0 {
      return "\(value / unit)\(name)"
    }
    return String(value)
  }
}

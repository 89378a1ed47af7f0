internal import Yams

extension PolicyReader {
  /// A number, a comparison such as ">= 4", or a map of `min` and `max`.
  mutating func readBounds(_ node: Node, at path: String, _ quantity: Quantity) -> Bounds? {
    if case .sequence = node {
      report(node, path, "expected a number, a comparison or a map, not a list", "Write {min: …, max: …}")
      return nil
    }
    guard case .mapping = node else { return readComparison(node, at: path, quantity) }
    guard let fields = fields(of: node, at: path, allowed: ["min", "max"]) else { return nil }
    return readMinMax(fields, of: node, at: path, quantity)
  }

  mutating func readMinMax(
    _ fields: [String: Node], of node: Node, at path: String, _ quantity: Quantity
  ) -> Bounds? {
    var bounds = Bounds()
    if let min = fields["min"] { bounds.min = readNumber(min, at: path + ".min", quantity) }
    if let max = fields["max"] { bounds.max = readNumber(max, at: path + ".max", quantity) }
    if fields["min"] == nil && fields["max"] == nil {
      report(node, path, "neither min nor max is given", "Add min:, max: or both")
      return nil
    }
    if bounds.isImpossible, let min = bounds.min, let max = bounds.max {
      report(
        node, path, "min \(quantity.format(min)) is above max \(quantity.format(max)), which nothing satisfies",
        "Swap them or correct one")
    }
    return bounds
  }

  mutating func readNumber(_ node: Node, at path: String, _ quantity: Quantity) -> Int? {
    guard let text = text(node, at: path) else { return nil }
    guard let value = quantity.parse(text) else {
      report(node, path, "\(quoted(text)) is not \(quantity.article) \(quantity.noun)", quantity.remedy)
      return nil
    }
    return value
  }

  private mutating func readComparison(_ node: Node, at path: String, _ quantity: Quantity) -> Bounds? {
    guard let text = text(node, at: path) else { return nil }
    let (sign, number) = Quantity.split(comparison: text)
    guard let value = quantity.parse(number) else {
      report(node, path, "no \(quantity.noun) is \(quoted(text))", quantity.remedy)
      return nil
    }
    var bounds = Bounds()
    switch sign {
    case ">=", "≥": bounds.min = value
    case ">": bounds.min = value + 1
    case "<=", "≤": bounds.max = value
    case "<": bounds.max = value - 1
    case "!=":
      report(node, path, "!= is not a comparison here", "List the values wanted, or use not:")
      return nil
    default: (bounds.min, bounds.max) = (value, value)
    }
    if (bounds.min ?? 0) > quantity.limit || (bounds.max ?? quantity.limit) < 0 {
      report(node, path, "no \(quantity.noun) is \(quoted(text))", quantity.remedy)
      return nil
    }
    return bounds
  }
}

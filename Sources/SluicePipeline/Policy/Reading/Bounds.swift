/// A closed range of whole numbers, open on either side. Probabilities and mean scores are in
/// ten-thousandths, so comparisons are exact.
struct Bounds: Sendable, Hashable {
  var min: Int?
  var max: Int?

  static let any = Bounds()

  var isImpossible: Bool { (min ?? .min) > (max ?? .max) }
  var closed: (lower: Int, upper: Int) { (min ?? .min, max ?? .max) }

  /// As the policy's digest counts it.
  var canonical: String { "\(min.map(String.init) ?? "-") \(max.map(String.init) ?? "-")" }

  /// As a sentence says it after "is".
  func phrase(_ quantity: Quantity) -> String {
    switch (min, max) {
    case (let min?, let max?) where min == max: quantity.format(min)
    case (let min?, let max?): "from \(quantity.format(min)) to \(quantity.format(max))"
    case (let min?, nil): "at least \(quantity.format(min))"
    case (nil, let max?): "at most \(quantity.format(max))"
    case (nil, nil): "anything"
    }
  }
}

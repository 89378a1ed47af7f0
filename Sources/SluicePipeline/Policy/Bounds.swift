/// A closed range of whole numbers, open on either side. Probabilities and mean scores are in
/// ten-thousandths, so comparisons are exact.
struct Bounds: Sendable, Hashable {
  var min: Int?
  var max: Int?

  static let any = Bounds()

  var isImpossible: Bool { (min ?? .min) > (max ?? .max) }
  var closed: (lower: Int, upper: Int) { (min ?? .min, max ?? .max) }
}

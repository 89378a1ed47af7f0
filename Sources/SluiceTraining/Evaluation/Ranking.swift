/// Documents in order of a model's belief, for the area under the ROC curve.
struct Ranking {
  private let order: [Int32]
  private let values: [Int]
  private let positive: [Bool]

  init(_ values: [Int], _ positive: [Bool]) {
    self.values = values
    self.positive = positive
    order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }.map(Int32.init)
  }

  /// The share of pairs, one positive and one not, in which the positive has the higher value;
  /// equal values count half (Mann and Whitney).
  ///
  /// - Returns: nil without a document of each kind.
  func area(_ weights: [Int32]) -> Double? {
    var negativesBelow = 0
    var pairs = 0.0
    var positives = 0
    var start = 0
    while start < order.count {
      let value = values[Int(order[start])]
      var tiedPositives = 0
      var tiedNegatives = 0
      while start < order.count, values[Int(order[start])] == value {
        let index = Int(order[start])
        if positive[index] { tiedPositives += Int(weights[index]) } else { tiedNegatives += Int(weights[index]) }
        start += 1
      }
      pairs += Double(tiedPositives) * (Double(negativesBelow) + Double(tiedNegatives) / 2)
      negativesBelow += tiedNegatives
      positives += tiedPositives
    }
    guard positives > 0, negativesBelow > 0 else { return nil }
    return pairs / (Double(positives) * Double(negativesBelow))
  }
}

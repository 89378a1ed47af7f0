internal import SluiceCore

/// Weights of true level (row) against predicted level (column).
struct ConfusionMatrix {
  private(set) var cells = [Double](repeating: 0, count: 36)

  subscript(truth: Int, predicted: Int) -> Double {
    get { cells[truth * 6 + predicted] }
    set { cells[truth * 6 + predicted] = newValue }
  }

  var total: Double { cells.reduce(0, +) }

  func sum(truth rows: Range<Int>, predicted columns: Range<Int>) -> Double {
    var sum = 0.0
    for row in rows { for column in columns { sum += self[row, column] } }
    return sum
  }

  var accuracy: Double? {
    let total = total
    return total > 0 ? (0..<6).reduce(0) { $0 + self[$1, $1] } / total : nil
  }

  /// The mean F1 over the levels that occur as truth or as prediction.
  var macroF1: Double? {
    var values: [Double] = []
    for level in 0..<6 {
      let truths = sum(truth: level..<level + 1, predicted: 0..<6)
      let predictions = sum(truth: 0..<6, predicted: level..<level + 1)
      if truths + predictions > 0 { values.append(2 * self[level, level] / (truths + predictions)) }
    }
    return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }

  /// Cohen's kappa with quadratic weights: one minus observed over expected squared distance.
  var quadraticKappa: Double? {
    let total = total
    var observed = 0.0
    var expected = 0.0
    for truth in 0..<6 {
      let row = sum(truth: truth..<truth + 1, predicted: 0..<6)
      for predicted in 0..<6 {
        let distance = Double((truth - predicted) * (truth - predicted))
        observed += distance * self[truth, predicted]
        expected += distance * row * sum(truth: 0..<6, predicted: predicted..<predicted + 1) / total
      }
    }
    return expected > 0 ? 1 - observed / expected : nil
  }

  /// The decision "at or above `level`" as one of two classes.
  func decision(at level: Int) -> (hits: Double, falseAlarms: Double, misses: Double, rejections: Double) {
    (
      sum(truth: level..<6, predicted: level..<6), sum(truth: 0..<level, predicted: level..<6),
      sum(truth: level..<6, predicted: 0..<level), sum(truth: 0..<level, predicted: 0..<level)
    )
  }

  /// The same matrix as if levels occurred at the given rates; nil if no document has a
  /// level that should occur.
  func reweighted(to rates: [Double]) -> ConfusionMatrix? {
    var matrix = ConfusionMatrix()
    for truth in 0..<6 where rates[truth] > 0 {
      let row = sum(truth: truth..<truth + 1, predicted: 0..<6)
      guard row > 0 else { return nil }
      for predicted in 0..<6 { matrix[truth, predicted] = self[truth, predicted] / row * rates[truth] }
    }
    return matrix
  }
}

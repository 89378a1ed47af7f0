internal import SluiceCore

/// Ten bins of stated probability, each with what came true.
struct CalibrationBins {
  static let bins = 10
  private let bin: [UInt8]
  private let parts: [Int]
  private let truth: [Bool]

  /// - Parameter parts: stated probabilities in ten-thousandths.
  init(_ parts: [Int], _ truth: [Bool]) {
    self.parts = parts
    self.truth = truth
    // Bins are open below: (0, .1], (.1, .2], … as in the paper on expected calibration error.
    bin = parts.map { UInt8(min(max(($0 * Self.bins - 1) / LevelProbabilities.whole, 0), Self.bins - 1)) }
  }

  private func sums(_ weights: [Int32]) -> [(count: Int, stated: Int, came: Int)] {
    var sums = [(count: Int, stated: Int, came: Int)](repeating: (0, 0, 0), count: Self.bins)
    for index in bin.indices {
      let weight = Int(weights[index])
      let slot = Int(bin[index])
      sums[slot].count += weight
      sums[slot].stated += weight * parts[index]
      if truth[index] { sums[slot].came += weight }
    }
    return sums
  }

  /// Expected calibration error: the mean distance of stated and observed, weighed by documents
  /// (Naeini et al. 2015).
  func error(_ weights: [Int32]) -> Double? {
    var total = 0
    var distance = 0.0
    for sum in sums(weights) {
      total += sum.count
      distance += abs(Double(sum.stated) / Double(LevelProbabilities.whole) - Double(sum.came))
    }
    return total > 0 ? distance / Double(total) : nil
  }

  func table(_ weights: [Int32]) -> [ReliabilityBin] {
    sums(weights).enumerated().map { index, sum in
      let count = Double(sum.count)
      return ReliabilityBin(
        from: Double(index) / Double(Self.bins), to: Double(index + 1) / Double(Self.bins), documents: sum.count,
        stated: sum.count > 0 ? Double(sum.stated) / Double(LevelProbabilities.whole) / count : nil,
        observed: sum.count > 0 ? Double(sum.came) / count : nil)
    }
  }
}

/// One bin of a reliability table: of the documents given a probability in `from..to`, the mean
/// probability stated and the share that came true.
package struct ReliabilityBin: Sendable, Hashable, Codable {
  package var from: Double
  package var to: Double
  package var documents: Int
  package var stated: Double?
  package var observed: Double?

  package init(from: Double, to: Double, documents: Int, stated: Double?, observed: Double?) {
    self.from = from
    self.to = to
    self.documents = documents
    self.stated = stated
    self.observed = observed
  }
}

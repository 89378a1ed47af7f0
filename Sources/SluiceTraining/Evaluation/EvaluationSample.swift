internal import SluiceCore

/// Scored outcomes laid out for being weighed a thousand times.
struct EvaluationSample {
  let count: Int
  let cells: [UInt8]
  /// For "at or above 1" and "at or above 3".
  let rankings: [Int: Ranking]
  /// Of the most probable level, of "at or above 1" and of "at or above 3".
  let calibrations: [String: CalibrationBins]
  /// 1 right, 0 wrong, -1 not asked: category where the true level is 2 or more; stance.
  let categoryHits: [Int8]
  let stanceHits: [Int8]

  /// Outcomes without an assessment must have been set aside.
  init(_ outcomes: [Outcome]) {
    let scored = outcomes.compactMap { outcome in outcome.assessment.map { (outcome, $0) } }
    count = scored.count
    cells = scored.map { $0.truth.rawValue * 6 + $1.score.rawValue }
    categoryHits = scored.map { outcome, assessment in
      guard outcome.truth >= .slight, let category = outcome.trueCategory else { return -1 }
      return category == assessment.category ? 1 : 0
    }
    stanceHits = scored.map { outcome, assessment in
      outcome.trueStance.map { $0 == assessment.stance ? 1 : 0 } ?? -1
    }
    func decision(_ level: SafetyScore) -> ([Int], [Bool]) {
      (scored.map { $1.probabilities.parts(atLeast: level) }, scored.map { outcome, _ in outcome.truth >= level })
    }
    let (any, isAny) = decision(.minimal)
    let (harm, isHarm) = decision(.moderate)
    rankings = [1: Ranking(any, isAny), 3: Ranking(harm, isHarm)]
    var top: [Int] = []
    var isTop: [Bool] = []
    for (outcome, assessment) in scored {
      let parts = assessment.probabilities.parts
      var best = 0
      for level in 1..<6 where parts[level] > parts[best] { best = level }
      top.append(Int(parts[best]))
      isTop.append(Int(outcome.truth.rawValue) == best)
    }
    calibrations = [
      "level": CalibrationBins(top, isTop), ">=1": CalibrationBins(any, isAny), ">=3": CalibrationBins(harm, isHarm),
    ]
  }

  /// - Parameter weights: how often each document counts.
  func confusion(_ weights: [Int32]) -> ConfusionMatrix {
    var matrix = ConfusionMatrix()
    var counts = [Int](repeating: 0, count: 36)
    for index in 0..<count { counts[Int(cells[index])] += Int(weights[index]) }
    for cell in 0..<36 { matrix[cell / 6, cell % 6] = Double(counts[cell]) }
    return matrix
  }

  static func share(of hits: [Int8], _ weights: [Int32]) -> Double? {
    var right = 0
    var asked = 0
    for index in hits.indices where hits[index] >= 0 {
      asked += Int(weights[index])
      right += Int(weights[index]) * Int(hits[index])
    }
    return asked > 0 ? Double(right) / Double(asked) : nil
  }
}

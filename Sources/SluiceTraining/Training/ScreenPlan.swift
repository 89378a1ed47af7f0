internal import SluiceClassifier

/// A screen, and what a model loses by it.
struct ScreenPlan {
  private let trainer: ScreenTrainer
  /// Rows whose output every fold's model gave.
  private let screening: [Int]
  private let limit: Double
  /// From a window's estimate to the head's outputs: least squares over the rows that exit early.
  private let slopes: [Double]
  private let offsets: [Double]
  private let jobs: Int
  /// Rows of a kind, and those of them that exit early.
  typealias Share = (all: Int, early: Int)
  let alarming: Share
  let serious: Share
  let neutral: Share

  /// - Parameters:
  ///   - alarming: judged rows to which the model gives level 1 or more.
  ///   - serious: rows judged to be of level 3 or more.
  ///   - neutral: windows of documents presumed harmless.
  ///   - miss: the share of alarming rows that may exit early.
  init(
    _ trainer: ScreenTrainer, _ found: ModelTrainer.CrossValidation, screening: [Int], alarming: [Int],
    serious: [Int], neutral: [Int], miss: Double, jobs: Int
  ) {
    self.trainer = trainer
    self.screening = screening
    self.jobs = jobs
    let estimates = Self.estimates(trainer, found, screening, jobs: jobs)
    let limit = ScreenTrainer.limit(estimates: alarming.map { estimates[$0]! }, miss: miss)
    self.limit = limit
    func exitsEarly(_ row: Int) -> Bool { trainer.exitsEarly(row, estimate: estimates[row]!, limit: limit) }
    func share(_ rows: [Int]) -> Share { (rows.count, rows.count(where: exitsEarly)) }
    self.alarming = share(alarming)
    self.serious = share(serious)
    self.neutral = share(neutral)
    let early = estimates.keys.sorted().filter(exitsEarly)
    var (slopes, offsets) = ([Double](repeating: 0, count: Head.levels), [Double](repeating: 0, count: Head.levels))
    if !early.isEmpty {
      let x = early.map { estimates[$0]! }
      let center = x.reduce(0, +) / Double(x.count)
      let spread = x.reduce(1e-9) { $0 + ($1 - center) * ($1 - center) }
      for level in 0..<Head.levels {
        let y = early.map { Double(found.outputs[$0]![level]) }
        let mean = y.reduce(0, +) / Double(y.count)
        slopes[level] = zip(x, y).reduce(0) { $0 + ($1.0 - center) * ($1.1 - mean) } / spread
        offsets[level] = mean - slopes[level] * center
      }
    }
    (self.slopes, self.offsets) = (slopes, offsets)
  }

  /// Each row's estimate by weights that had not seen its fold.
  private static func estimates(
    _ trainer: ScreenTrainer, _ found: ModelTrainer.CrossValidation, _ screening: [Int], jobs: Int
  ) -> [Int: Double] {
    let results = Parallel.map(found.folds.count, jobs: jobs) { fold in
      let rest = found.folds.indices.filter { $0 != fold }.flatMap { found.folds[$0] }.sorted()
      let weights = trainer.fit(rest.map { ($0, found.outputs[$0]![0]) } + zip(screening, found.screening[fold]))
      return found.folds[fold].map { ($0, trainer.estimate($0, weights)) }
    }
    return Dictionary(uniqueKeysWithValues: results.flatMap { $0 })
  }

  /// Outputs as the model gives them behind the screen.
  func behind(_ found: ModelTrainer.CrossValidation) -> [Int: Head.Outputs] {
    var outputs = found.outputs
    for (row, estimate) in Self.estimates(trainer, found, screening, jobs: jobs)
    where trainer.exitsEarly(row, estimate: estimate, limit: limit) {
      outputs[row] = Screen.outputs { Float(slopes[$0] * estimate + offsets[$0]) }
    }
    return outputs
  }

  /// The screen learnt from all rows.
  func fit(_ found: ModelTrainer.CrossValidation) -> ScreenTrainer.Fit {
    let means = screening.indices.map { place in
      found.screening.reduce(0) { $0 + $1[place] } / Float(found.screening.count)
    }
    let weights = trainer.fit(found.outputs.keys.sorted().map { ($0, found.outputs[$0]![0]) } + zip(screening, means))
    let (entries, step) = trainer.entries(weights)
    return ScreenTrainer.Fit(
      entries: entries, numbers: [step, Float(weights.offset), Float(limit)] + (slopes + offsets).map { Float($0) })
  }
}

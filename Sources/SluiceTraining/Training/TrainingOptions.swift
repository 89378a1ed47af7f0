/// How to train. The defaults make the shipped model.
package struct TrainingOptions: Sendable {
  package var seed: UInt64 = 1
  /// Passes over the rubric rows, and over the mapped ones.
  package var epochs = 10
  package var taskEpochs = 4
  /// Rubric rows are dealt into this many folds: every head sees sums from tables that did not see
  /// its rows.
  package var folds = 5
  /// How much more a row of a sample at natural rates counts than one that was picked.
  package var naturalWeight: Float = 2
  /// How much more rows of the rare upper levels count.
  package var rareWeight: Float = 1
  /// Most rows taken of one mapped source.
  package var mostTaskRows = 16_000
  /// Rows of the shipped table.
  package var words = 60_000
  package var pairs = 60_000
  package var ngrams = 40_000
  /// How much a window of a document presumed harmless counts beside a judged text. Judged texts put
  /// inside such windows were tried and left out: they taught that ordinary words are harmful.
  package var neutralWeight: Float = 0.2
  /// Networks averaged into the head.
  package var heads = 3
  /// How much more an error of the screen counts in a judged text than in a window presumed harmless.
  package var screenWeight = 8.0
  /// The share of judged texts given level 1 or more that may be below the screen's limit.
  package var screenMiss = 0.04
  /// Threads; the result does not depend on it.
  package var jobs = 2
  var linearRate: Float = 1.5
  var decay: Float = 3e-5
  var head = HeadTrainer.Options()
  package var targets: [DecisionTarget] = []

  package init() {}
}

/// An aim for the cut of one level: `recall@3=0.9`, `precision@4=0.8`.
package struct DecisionTarget: Sendable, Hashable {
  package enum Measure: String, Sendable, CaseIterable { case recall, precision }
  package var measure: Measure
  package var level: Int
  package var value: Float

  /// - Returns: nil if the text is not a target.
  package init?(_ text: String) {
    let sides = text.split(separator: "=", omittingEmptySubsequences: false)
    guard sides.count == 2, let value = Float(sides[1]), value > 0, value <= 1 else { return nil }
    let names = sides[0].split(separator: "@", omittingEmptySubsequences: false)
    guard names.count == 2, let measure = Measure(rawValue: String(names[0])), let level = Int(names[1]),
      (1...5).contains(level)
    else { return nil }
    self.measure = measure
    self.level = level
    self.value = value
  }
}

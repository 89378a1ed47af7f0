internal import SluiceCore

/// What training ends with.
public struct TrainedModel: Sendable {
  /// The model file.
  public var bytes: [UInt8]
  /// Predictions for every row of the natural sample by models that had not seen it, nor (second
  /// list) any row of its source. Calibration and cuts come from the other rows too.
  public var byRow: [Outcome]
  public var bySource: [Outcome]
}

extension ModelTrainer {
  /// Trains on all rows, with calibration and cuts from cross-validation.
  ///
  /// - Parameters:
  ///   - name: what the model calls itself.
  ///   - metadata: digests and other facts to store with it.
  public func train(name: String, metadata: [String: String] = [:]) -> TrainedModel {
    let random = crossValidate(bySource: false)
    report(.message("cross-validated by row"))
    let sources = crossValidate(bySource: true)
    report(.message("cross-validated by source"))
    let screen = screen(random)
    let (outputs, sourceOutputs) = (screen.settled(random), screen.settled(sources))
    report(
      .message(
        "the screen settles \(screen.neutral.settled) of \(screen.neutral.all) harmless windows, "
          + "\(screen.alarming.settled) of \(screen.alarming.all) texts given level 1 or more, "
          + "\(screen.serious.settled) of \(screen.serious.all) judged 3 or more"))

    let (calibration, cuts) = decide(judged, outputs)
    report(.message("cuts: " + cuts.map { "\(($0 * 1000).rounded() / 1000)" }.joined(separator: " ")))

    let table = TableBuilder(
      set: set, rubric: linear(set.rubric, seed: 50), tasks: taskWeights, options: options
    ).build()
    let head = head(set.rubric, sums: random.sums, seed: 99)
    var file = ModelFileWriter()
    file.metadata = metadata
    file.metadata["name"] = name
    TableModel.write(
      to: &file, table: table, head: head, screen: screen.fit(random), calibration: calibration, cuts: cuts)
    return TrainedModel(
      bytes: file.bytes(), byRow: nested(outputs, outputs, random.folds),
      bySource: nested(sourceOutputs, outputs, sources.folds))
  }

  /// The rows decisions are tuned and judged on. What the model will meet is more like the sample at
  /// natural rates than like rows picked for being hard.
  var judged: [Int] {
    let natural = set.rubric.filter(isNatural)
    return natural.isEmpty ? set.rubric.filter { !set.rows[$0].isNeutral } : natural
  }

  /// Calibration and cuts that suit some rows.
  func decide(_ rows: [Int], _ outputs: [Int: [Float]]) -> (Calibration, [Float]) {
    let levels = rows.map { Int(set.rows[$0].severity.rounded()) }
    let calibration = DecisionCuts.calibrate(
      rows.map { Array(outputs[$0]!.prefix(Head.levels)) }, levels: levels)
    let cuts = DecisionCuts.choose(
      rows.map { Self.cumulative(outputs[$0]!, calibration) }, levels: levels, targets: options.targets)
    return (calibration, cuts)
  }

  /// Outcomes for every judged row, with calibration and cuts chosen without the row's fold, so that
  /// neither the weights nor the decisions have seen it.
  private func nested(_ outputs: [Int: [Float]], _ tuning: [Int: [Float]], _ folds: [[Int]]) -> [Outcome] {
    let judged = judged
    var outcomes: [Int: Outcome] = [:]
    for fold in folds {
      let held = Set(fold)
      let inside = judged.filter(held.contains)
      let rest = judged.filter { !held.contains($0) }
      if inside.isEmpty { continue }
      let (calibration, cuts) = decide(rest.isEmpty ? judged : rest, tuning)
      for row in inside { outcomes[row] = outcome(row, outputs[row]!, calibration, cuts) }
    }
    return judged.map { outcomes[$0]! }
  }

  /// Outputs and sums for every rubric row by models that had not seen its fold.
  struct CrossValidation {
    var outputs: [Int: [Float]]
    var sums: [Int: [Float]]
    var folds: [[Int]]
    /// The first output for every row of ``TrainingSet/screening`` in turn, by each fold's model.
    var screening: [[Float]]
  }

  /// Outputs for every rubric row, by tables and heads that had not seen its fold.
  private func crossValidate(bySource: Bool) -> CrossValidation {
    let folds = folds(bySource: bySource, count: options.folds)
    func rest(_ fold: Int) -> [Int] { folds.indices.filter { $0 != fold }.flatMap { folds[$0] }.sorted() }
    let tables = Parallel.map(folds.count, jobs: options.jobs) { fold in
      let weights = linear(rest(fold), seed: UInt64(fold))
      return (
        held: folds[fold].map { ($0, weights.sums(set.matrix, row: $0)) },
        screening: set.screening.map { weights.sums(set.matrix, row: $0) }
      )
    }
    let sums = Dictionary(uniqueKeysWithValues: tables.flatMap(\.held))
    let results = Parallel.map(folds.count, jobs: options.jobs) { fold in
      let head = head(rest(fold), sums: sums, seed: UInt64(fold + 1))
      return (
        held: folds[fold].map { ($0, predict(head, $0, sums: sums[$0]!)) },
        screening: zip(set.screening, tables[fold].screening).map { predict(head, $0, sums: $1)[0] }
      )
    }
    return CrossValidation(
      outputs: Dictionary(uniqueKeysWithValues: results.flatMap(\.held)), sums: sums, folds: folds,
      screening: results.map(\.screening))
  }

  private static func cumulative(_ outputs: [Float], _ calibration: Calibration) -> InlineArray<5, Float> {
    Calibration.cumulative(outputs, slopes: calibration.slopes, offsets: calibration.offsets)
  }

  static func level(_ outputs: [Float], _ calibration: Calibration, _ cuts: [Float]) -> Int {
    cuts.withUnsafeBufferPointer { Calibration.level(cumulative(outputs, calibration), cuts: $0.baseAddress!) }
  }

  private func outcome(_ row: Int, _ outputs: [Float], _ calibration: Calibration, _ cuts: [Float]) -> Outcome {
    let labelled = set.rows[row]
    let cumulative = Self.cumulative(outputs, calibration)
    let level = Self.level(outputs, calibration, cuts)
    func likeliest(_ range: Range<Int>, skippingFirst: Bool) -> Int {
      range.dropFirst(skippingFirst ? 1 : 0).max { outputs[$0] < outputs[$1] }! - range.lowerBound
    }
    let categories = Head.levels..<Head.levels + Head.categories
    let assessment = LevelProbabilities(rounding: Calibration.levels(cumulative)).map { probabilities in
      Assessment(
        score: SafetyScore(rawValue: UInt8(level))!, probabilities: probabilities,
        category: Category.allCases[likeliest(categories, skippingFirst: level > 0)],
        stance: Stance.allCases[likeliest(categories.upperBound..<Head.outputs, skippingFirst: false)],
        span: 0..<labelled.text.count, scoredBytes: labelled.text.count)
    }
    let document = LabelledDocument(
      key: DocumentKey(shard: "training", line: row + 1), text: String(decoding: labelled.text, as: UTF8.self),
      source: labelled.source, score: SafetyScore(rawValue: UInt8(labelled.severity.rounded()))!,
      category: labelled.category, stance: labelled.stance)
    return Outcome(document, assessment)
  }
}

internal import SluiceCore

/// What training ends with.
public struct TrainedModel: Sendable {
  /// The model file.
  public var bytes: [UInt8]
  /// Predictions for every row of the natural sample by models that had not seen it, nor (second
  /// list) any row of its source: what the cuts were chosen on, and how far they carry.
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

    // What the model will meet is more like the sample at natural rates than like the hard rows.
    let natural = set.rubric.filter(isNatural)
    let judged = natural.isEmpty ? set.rubric : natural
    let levels = judged.map { Int(set.rows[$0].severity.rounded()) }
    let calibration = DecisionCuts.calibrate(
      judged.map { Array(random.outputs[$0]!.prefix(Head.levels)) }, levels: levels)
    let cuts = DecisionCuts.choose(
      judged.map { Self.cumulative(random.outputs[$0]!, calibration) }, levels: levels, targets: options.targets)
    report(.message("cuts: " + cuts.map { "\($0)" }.joined(separator: " ")))

    let table = TableBuilder(
      set: set, rubric: linear(set.rubric, seed: 50), tasks: taskWeights, options: options
    ).build()
    let head = head(set.rubric, sums: random.sums, seed: 99)
    var file = ModelFileWriter()
    file.metadata = metadata
    file.metadata["name"] = name
    TableModel.write(
      to: &file, hashes: table.hashes, rows: table.rows, commonRows: table.commonRows, scales: table.scales,
      biases: table.biases, head: head, calibration: calibration, cuts: cuts)
    return TrainedModel(
      bytes: file.bytes(), byRow: predictions(random.outputs, calibration, cuts),
      bySource: predictions(sources.outputs, calibration, cuts))
  }

  /// Outputs for every rubric row, by tables and heads that had not seen its fold.
  private func crossValidate(bySource: Bool) -> (outputs: [Int: [Float]], sums: [Int: [Float]]) {
    let folds = folds(bySource: bySource, count: options.folds)
    let sums = foldSums(folds)
    let results = Parallel.map(folds.count, jobs: options.jobs) { fold in
      let rest = folds.indices.filter { $0 != fold }.flatMap { folds[$0] }.sorted()
      let head = head(rest, sums: sums, seed: UInt64(fold + 1))
      return folds[fold].map { ($0, predict(head, $0, sums: sums[$0]!)) }
    }
    return (Dictionary(uniqueKeysWithValues: results.flatMap { $0 }), sums)
  }

  private static func cumulative(_ outputs: [Float], _ calibration: Calibration) -> InlineArray<5, Float> {
    Calibration.cumulative(outputs, slopes: calibration.slopes, offsets: calibration.offsets)
  }

  /// Outcomes on the natural sample; on all rubric rows if there is none.
  private func predictions(_ outputs: [Int: [Float]], _ calibration: Calibration, _ cuts: [Float]) -> [Outcome] {
    let natural = set.rubric.filter(isNatural)
    return (natural.isEmpty ? set.rubric : natural).map { row in
      let labelled = set.rows[row]
      let cumulative = Self.cumulative(outputs[row]!, calibration)
      let level = cuts.withUnsafeBufferPointer { Calibration.level(cumulative, cuts: $0.baseAddress!) }
      func likeliest(_ range: Range<Int>, skippingFirst: Bool) -> Int {
        range.dropFirst(skippingFirst ? 1 : 0).max { outputs[row]![$0] < outputs[row]![$1] }! - range.lowerBound
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
}

internal import SluiceClassifier
internal import SluiceCore

/// What training ends with.
package struct TrainedModel: Sendable {
  /// The model file.
  package var bytes: [UInt8]
  /// Predictions for every row of the natural sample by models that had not seen it, nor (second
  /// list) any row of its source. Calibration and cuts come from the other rows too.
  package var byRow: [Outcome]
  package var bySource: [Outcome]
}

extension ModelTrainer {
  /// Trains on all rows, with calibration and cuts from cross-validation.
  ///
  /// - Parameters:
  ///   - name: what the model calls itself.
  ///   - metadata: digests and other facts to store with it.
  package func train(name: String, metadata: [String: String] = [:]) -> TrainedModel {
    let random = crossValidate(bySource: false)
    report(.message("cross-validated by row"))
    let sources = crossValidate(bySource: true)
    report(.message("cross-validated by source"))
    let screen = screen(random)
    let (outputs, sourceOutputs) = (screen.behind(random), screen.behind(sources))
    report(
      .message(
        "the screen lets \(screen.neutral.early) of \(screen.neutral.all) harmless windows exit early, "
          + "\(screen.alarming.early) of \(screen.alarming.all) texts given level 1 or more, "
          + "\(screen.serious.early) of \(screen.serious.all) judged 3 or more"))

    let rule = decide(judged, outputs)
    report(.message("cuts: " + rule.cuts.array.map { "\(($0 * 1000).rounded() / 1000)" }.joined(separator: " ")))

    let table = TableBuilder(
      set: set, rubric: linear(set.rubric, seed: 50), tasks: taskWeights, options: options
    ).build()
    let head = head(set.rubric, sums: random.sums, seed: 99)
    var file = ModelFileWriter()
    file.metadata = metadata
    file.metadata["name"] = name
    TableModel.write(to: &file, table: table, head: head, screen: screen.fit(random), rule: rule)
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

  /// The rule, calibration and cuts, that suits some rows.
  func decide(_ rows: [Int], _ outputs: [Int: Head.Outputs]) -> DecisionRule {
    let levels = rows.map { Int(set.rows[$0].severity.rounded()) }
    let found = rows.map { outputs[$0]! }
    let calibration = DecisionCuts.calibrate(found, levels: levels)
    return DecisionCuts.choose(found, calibration, levels: levels, targets: options.targets)
  }

  /// Outcomes for every judged row, with calibration and cuts chosen without the row's fold, so that
  /// neither the weights nor the decisions have seen it.
  private func nested(_ outputs: [Int: Head.Outputs], _ tuning: [Int: Head.Outputs], _ folds: [[Int]]) -> [Outcome] {
    let judged = judged
    var outcomes: [Int: Outcome] = [:]
    for fold in folds {
      let held = Set(fold)
      let inside = judged.filter(held.contains)
      let rest = judged.filter { !held.contains($0) }
      if inside.isEmpty { continue }
      let rule = decide(rest.isEmpty ? judged : rest, tuning)
      for row in inside { outcomes[row] = outcome(row, outputs[row]!, rule) }
    }
    return judged.map { outcomes[$0]! }
  }

  /// Outputs and sums for every rubric row by models that had not seen its fold.
  struct CrossValidation {
    var outputs: [Int: Head.Outputs]
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

  private func outcome(_ row: Int, _ outputs: Head.Outputs, _ rule: DecisionRule) -> Outcome {
    let labelled = set.rows[row]
    let document = LabelledDocument(
      key: DocumentKey(shard: "training", line: row + 1), text: String(decoding: labelled.text, as: UTF8.self),
      source: labelled.source, score: SafetyScore(rawValue: UInt8(labelled.severity.rounded()))!,
      category: labelled.category, stance: labelled.stance)
    let size = labelled.text.count
    return Outcome(document, rule.assessment(of: outputs, span: 0..<size, scoredBytes: size))
  }
}

internal import Dispatch
internal import SluiceClassifier
internal import SluiceCore

/// Trains the table and its head, in two stages.
///
/// First, logistic regressions over words, pairs of words and character n-grams: one column for
/// each level, category and stance, learnt from rubric rows, and one for each mapped source. Then a
/// small network over the columns' sums, learnt from sums that tables gave which had not seen the
/// row. Weak labels thus shape inputs, and never outvote the rubric.
package struct ModelTrainer {
  package enum Progress: Sendable {
    case message(String)
  }

  let set: TrainingSet
  let options: TrainingOptions
  let report: @Sendable (Progress) -> Void
  /// Sums of the mapped columns for every row that a head is asked about.
  let taskSums: [Int: [Float]]
  let taskWeights: LinearTrainer

  /// - Parameters:
  ///   - rows: what is taught.
  ///   - screening: windows of documents presumed harmless from which the screen learns what the model,
  ///     which is not taught them, gives them.
  package init(
    _ rows: [LabelledText], screening: [LabelledText] = [], options: TrainingOptions,
    progress: @escaping @Sendable (Progress) -> Void = { _ in }
  ) {
    self.options = options
    report = progress
    let set = TrainingSet(rows, screening: screening, options: options)
    self.set = set
    progress(
      .message("features: \(set.space.wordCount) words, \(set.space.pairCount) pairs, \(set.space.count) in all"))
    var linear = LinearTrainer.Options()
    linear.epochs = options.taskEpochs
    linear.rate = options.linearRate
    linear.decay = options.decay
    linear.seed = options.seed &+ 100
    let weights = LinearTrainer(
      set.matrix, features: set.space.count, groups: 2, examples: set.taskExamples(), options: linear)
    taskWeights = weights
    taskSums = Dictionary(
      uniqueKeysWithValues: (set.rubric + set.screening).map { ($0, weights.sums(set.matrix, row: $0)) })
    if !set.tasks.isEmpty { progress(.message("mapped sources: \(set.tasks.map(\.source).joined(separator: ", "))")) }
  }

  /// Trains the rubric columns on some rows.
  func linear(_ rows: [Int], seed: UInt64) -> LinearTrainer {
    var linear = LinearTrainer.Options()
    linear.epochs = options.epochs
    linear.rate = options.linearRate
    linear.decay = options.decay
    linear.seed = options.seed &+ seed
    let examples = rows.map {
      set.example($0, weight: weight($0), rareWeight: options.rareWeight)
    }
    return LinearTrainer(set.matrix, features: set.space.count, groups: 3, examples: examples, options: linear)
  }

  func isNatural(_ row: Int) -> Bool { set.rows[row].isNatural }

  private func weight(_ row: Int) -> Float {
    if set.rows[row].isNeutral { return options.neutralWeight }
    return isNatural(row) ? options.naturalWeight : 1
  }

  /// Trains a head on rows whose sums are given.
  func head(_ rows: [Int], sums: [Int: [Float]], seed: UInt64) -> Head {
    let examples = rows.map { row in
      let level = Int(set.rows[row].severity.rounded())
      return HeadTrainer.Example(
        inputs: set.inputs(row, rubric: sums[row]!, tasks: taskSums[row]!), level: level,
        category: TrainingSet.category(set.rows[row]), stance: TrainingSet.stance(set.rows[row]),
        weight: weight(row))
    }
    let heads = Parallel.map(options.heads, jobs: options.jobs) { number in
      var head = options.head
      head.seed = options.seed &+ seed &* 31 &+ UInt64(number)
      return HeadTrainer.train(examples, options: head)
    }
    return HeadTrainer.mean(heads)
  }

  func predict(_ head: Head, _ row: Int, sums: [Float]) -> Head.Outputs {
    let session = HeadSession(head)
    session.inputs.update(from: set.inputs(row, rubric: sums, tasks: taskSums[row]!), count: Head.inputs)
    session.evaluate()
    return session.result
  }

  /// Deals rubric rows into folds at random, or by source.
  func folds(bySource: Bool, count: Int) -> [[Int]] {
    var folds = [[Int]](repeating: [], count: count)
    var generator = SplitMix64(seed: options.seed &+ 7)
    if bySource {
      let sources = Dictionary(grouping: set.rubric) { Name(set.rows[$0].source) }.sorted { a, b in
        a.value.count != b.value.count ? a.value.count > b.value.count : a.key < b.key
      }
      for (_, rows) in sources {
        let smallest = folds.indices.min { folds[$0].count < folds[$1].count }!
        folds[smallest] += rows
      }
    } else {
      for (position, index) in generator.permutation(set.rubric.count).enumerated() {
        folds[position % count].append(set.rubric[index])
      }
    }
    return folds.map { $0.sorted() }
  }
}

/// Runs independent pieces of work; the results do not depend on the number of threads.
enum Parallel {
  static func map<Result>(_ count: Int, jobs: Int, _ body: (Int) -> Result) -> [Result] {
    var results = [Result?](repeating: nil, count: count)
    results.withUnsafeMutableBufferPointer { results in
      // Each iteration writes its own element only.
      nonisolated(unsafe) let slots = results
      nonisolated(unsafe) let body = body
      var first = 0
      while first < count {
        let length = min(max(jobs, 1), count - first)
        let start = first
        DispatchQueue.concurrentPerform(iterations: length) { slots[start + $0] = body(start + $0) }
        first += length
      }
    }
    return results.map { $0! }
  }
}

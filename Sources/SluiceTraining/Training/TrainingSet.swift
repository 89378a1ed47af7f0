internal import SluiceClassifier
internal import SluiceCore

/// Everything the linear stage needs, computed once: rows, their features, and what each should say.
struct TrainingSet {
  let rows: [LabelledText]
  let tokenized: [TokenizedText]
  let lexicon: Lexicon
  let space: FeatureSpace
  let matrix: FeatureMatrix
  /// Rubric rows by number: first those that were judged, then neutral windows.
  let rubric: [Int]
  /// Mapped sources in order of name, at most ``Column/mostTasks``, and their rows.
  let tasks: [(source: Name, rows: [Int])]
  /// Rows from which the screen alone learns; no feature is theirs.
  let screening: [Int]

  init(_ given: [LabelledText], screening windows: [LabelledText], options: TrainingOptions) {
    var generator = SplitMix64(seed: options.seed)
    let judged = given.filter { $0.isRubric && !$0.isNeutral }
    let rubricRows = judged + UnseenText.filter(given.filter(\.isNeutral), notIn: judged)
    let known = Set(rubricRows.map { Self.fingerprint($0.text) })
    var bySource: [Name: [LabelledText]] = [:]
    for row in given where !row.isRubric && !known.contains(Self.fingerprint(row.text)) {
      bySource[Name(row.source), default: []].append(row)
    }
    var rows = rubricRows
    var tasks: [(Name, [Int])] = []
    for source in bySource.keys.sorted() {
      let all = bySource[source]!
      let order = generator.permutation(all.count).prefix(options.mostTaskRows).sorted()
      if tasks.count < Column.mostTasks { tasks.append((source, Array(rows.count..<rows.count + order.count))) }
      rows += order.map { all[$0] }
    }
    let taught = rows.count
    rows += UnseenText.filter(windows, notIn: judged)
    screening = Array(taught..<rows.count)
    self.rows = rows
    self.tasks = tasks
    rubric = Array(rubricRows.indices)
    var lexicon = Lexicon()
    let block = TokenBlock()
    let tokenized = rows.map { lexicon.tokenize($0.text, block: block) }
    let space = FeatureSpace(
      texts: tokenized.prefix(taught), lexicon: lexicon, isRubric: rows.map { $0.isRubric && !$0.isNeutral },
      limits: FeatureSpace.Limits())
    matrix = FeatureMatrix(texts: tokenized, lexicon: lexicon, space: space)
    self.lexicon = lexicon
    self.tokenized = tokenized
    self.space = space
  }

  /// Letters only, so that trivial differences do not hide a text that is in two sets.
  private static func fingerprint(_ text: [UInt8]) -> UInt64 {
    var hash = FeatureHash.seed
    var taken = 0
    for byte in text where (byte | 0x20) &- 0x61 < 26 {
      hash = FeatureHash.mix(hash, UInt64(byte | 0x20))
      taken += 1
      if taken == 160 { break }
    }
    return hash
  }

  /// A rubric row as an example of the linear stage.
  func example(_ row: Int, weight: Float, rareWeight: Float) -> LinearTrainer.Example {
    let labelled = rows[row]
    var targets = [Float](repeating: 0, count: 24)
    var weights = targets
    for k in 0..<Head.levels {
      targets[k] = labelled.severity > Float(k) ? 1 : 0
      weights[k] = weight * (targets[k] == 1 && k >= 2 ? rareWeight : 1)
    }
    for k in 0..<Head.categories {
      targets[Column.categories + k] = Self.category(labelled) == k ? 1 : 0
      weights[Column.categories + k] = labelled.category == nil ? 0 : weight
    }
    if let stance = labelled.stance {
      targets[Column.stances] = stance != .none ? 1 : 0
      targets[Column.stances + 1] = stance == .harmful ? 1 : 0
      weights[Column.stances] = weight
      weights[Column.stances + 1] = weight
    }
    return LinearTrainer.Example(row: row, targets: targets, weights: weights)
  }

  /// Examples of the mapped rows: each source teaches one column; sources that are all benign teach
  /// every column that they hold nothing for it.
  func taskExamples() -> [LinearTrainer.Example] {
    let benign = tasks.filter { task in task.rows.allSatisfy { rows[$0].severity < 0.5 } }.flatMap(\.rows)
    var examples: [LinearTrainer.Example] = []
    for (number, task) in tasks.enumerated() {
      for row in task.rows {
        var targets = [Float](repeating: 0, count: 16)
        var weights = targets
        targets[number] = min(1, rows[row].severity / 3)
        weights[number] = 1
        examples.append(LinearTrainer.Example(row: row, targets: targets, weights: weights))
      }
    }
    for (index, row) in benign.enumerated() {
      var weights = [Float](repeating: 0, count: 16)
      for number in tasks.indices where (index + number) % 4 == 0 { weights[number] = 0.5 }
      examples.append(LinearTrainer.Example(row: row, targets: [Float](repeating: 0, count: 16), weights: weights))
    }
    return examples
  }

  static func category(_ row: LabelledText) -> Int { row.category.map { Category.allCases.firstIndex(of: $0)! } ?? -1 }
  static func stance(_ row: LabelledText) -> Int { row.stance.map { Stance.allCases.firstIndex(of: $0)! } ?? -1 }

  /// Head inputs of a row from its two sets of sums.
  func inputs(_ row: Int, rubric: [Float], tasks: [Float]) -> [Float] {
    var inputs = (0..<Head.inputs).map { column in
      column < Column.tasks ? rubric[column] : column < Column.count ? tasks[column - Column.tasks] : 0
    }
    let text = tokenized[row]
    Head.setSurfaceFeatures(&inputs, tokens: text.tokens.count, words: text.words, allCaps: text.allCaps)
    return inputs
  }
}

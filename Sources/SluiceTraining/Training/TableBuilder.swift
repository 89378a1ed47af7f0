internal import SluiceClassifier

/// Turns trained weights into the shipped table: picks the features that get a row, adds to each word what its
/// character n-grams say, and rounds to eight bits.
struct TableBuilder {
  let set: TrainingSet
  let rubric: LinearTrainer
  let tasks: LinearTrainer
  let options: TrainingOptions

  struct Table {
    /// Row i + 1 is that of feature `hashes[i]`; row 0 is zero.
    var hashes: [UInt64] = []
    var rows: [Int8] = []
    /// How many of them are words, and how many, after those, pairs.
    var words = 0
    var pairs = 0
    var commonRows = 0
    var scales: [Float] = []
    var biases: [Float] = []
  }

  /// Words this common in training texts tell whether a text is in their language.
  private static let commonWords = 200

  func build() -> Table {
    let space = set.space
    var texts = [Int32](repeating: 0, count: space.count)
    for feature in set.matrix.features { texts[Int(feature)] += 1 }
    // Lexicon number of each word feature, for its character n-grams.
    var lexiconNumbers = [Int](repeating: -1, count: space.wordCount)
    for (number, feature) in space.wordFeatures.enumerated() where feature >= 0 {
      lexiconNumbers[Int(feature)] = number
    }

    let words = ranked(0..<space.wordCount, limit: options.words) { (Float(texts[$0]), $0) }
    let pairEnd = space.wordCount + space.pairCount
    let pairs = ranked(space.wordCount..<pairEnd, limit: options.pairs) {
      (strength($0) * Float(texts[$0]).squareRoot(), $0)
    }
    let ngrams = ranked(pairEnd..<space.count, limit: options.ngrams) {
      (strength($0) * Float(texts[$0]).squareRoot(), $0)
    }

    var exact: [[Float]] = []
    for word in words {
      var row = contribution(word)
      for ngram in space.subwordFeatures[lexiconNumbers[word]] {
        let part = contribution(Int(ngram))
        for column in 0..<Column.count { row[column] += part[column] }
      }
      exact.append(row)
    }
    exact += (pairs + ngrams).map(contribution)

    var table = Table()
    table.hashes = (words + pairs + ngrams).map { space.hashes[$0] }
    table.words = words.count
    table.pairs = pairs.count
    table.commonRows = min(Self.commonWords, words.count)
    table.scales = (0..<Column.count).map { column in scale(exact.map { abs($0[column]) }) }
    table.rows = [Int8](repeating: 0, count: Column.count)
    for row in exact {
      for column in 0..<Column.count {
        let rounded = (row[column] / table.scales[column]).rounded()
        table.rows.append(Int8(max(-127, min(127, rounded))))
      }
    }
    table.biases = columns(of: space.count)
    return table
  }

  /// The features of a range with the highest merit, ties to the lower number.
  private func ranked(_ range: Range<Int>, limit: Int, merit: (Int) -> (Float, Int)) -> [Int] {
    Array(range.map(merit).sorted { a, b in a.0 != b.0 ? a.0 > b.0 : a.1 < b.1 }.prefix(limit).map(\.1))
  }

  /// One step of eight bits: large enough for all but the largest one in ten thousand weights.
  private func scale(_ magnitudes: [Float]) -> Float {
    let sorted = magnitudes.sorted()
    guard let last = sorted.last, last > 0 else { return 1 }
    let high = sorted[Int(Float(sorted.count - 1) * 0.9999)]
    return max(high, last / 4) / 127
  }

  /// Weights of a feature, or of the bias, by table column.
  private func columns(of feature: Int) -> [Float] {
    (0..<Column.count).map { column in
      if column < Column.tasks {
        rubric.weights[feature * rubric.groups + column >> 3][column & 7]
      } else {
        tasks.weights[feature * tasks.groups + (column - Column.tasks) >> 3][(column - Column.tasks) & 7]
      }
    }
  }

  private func contribution(_ feature: Int) -> [Float] {
    columns(of: feature).map { $0 * set.space.weights[feature] }
  }

  private func strength(_ feature: Int) -> Float {
    contribution(feature).prefix(Column.categories).reduce(0) { max($0, abs($1)) }
  }
}

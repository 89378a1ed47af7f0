internal import SluiceClassifier

/// Training texts as sparse rows: feature numbers and values, one row per text.
///
/// A value is the feature's count in the text times what one occurrence counts, divided by the
/// square root of the text's token count; scoring computes the same sums from a table.
struct FeatureMatrix: Sendable {
  private(set) var starts: [Int] = [0]
  private(set) var features: [Int32] = []
  private(set) var values: [Float] = []

  init(texts: [TokenizedText], lexicon: Lexicon, space: FeatureSpace) {
    var sums = [Float](repeating: 0, count: space.count)
    var touched: [Int32] = []
    for text in texts {
      func add(_ feature: Int32) {
        if feature < 0 { return }
        if sums[Int(feature)] == 0 { touched.append(feature) }
        sums[Int(feature)] += space.weights[Int(feature)]
      }
      for (index, token) in text.tokens.enumerated() {
        add(space.wordFeatures[Int(token)])
        for feature in space.subwordFeatures[Int(token)] { add(feature) }
        if index > 0 { add(space.pairFeature(text.tokens[index - 1], token, lexicon)) }
      }
      let scale = FeatureScale.of(tokens: text.tokens.count)
      for feature in touched {
        features.append(feature)
        values.append(sums[Int(feature)] * scale)
        sums[Int(feature)] = 0
      }
      touched.removeAll(keepingCapacity: true)
      starts.append(features.count)
    }
  }

  var count: Int { starts.count - 1 }

  /// Runs `body` with the feature numbers and values of a row.
  @inline(__always)
  func withRow<Result>(
    _ row: Int, _ body: (UnsafePointer<Int32>, UnsafePointer<Float>, Int) -> Result
  ) -> Result {
    features.withUnsafeBufferPointer { features in
      values.withUnsafeBufferPointer { values in
        body(features.baseAddress! + starts[row], values.baseAddress! + starts[row], starts[row + 1] - starts[row])
      }
    }
  }
}

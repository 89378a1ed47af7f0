/// How a model was trained, as its file says: what `sluice inspect` shows.
extension FastTextModel {
  /// The loss by the name of the reference's `-loss` option.
  var lossName: String {
    switch arguments.loss {
    case .hierarchicalSoftmax: "hs"
    case .negativeSampling: "ns"
    case .softmax: "softmax"
    case .oneVsAll: "ova"
    }
  }

  /// Longest word n-gram, in words; 1 means single words.
  var longestWordNgram: Int { arguments.wordNgrams }

  /// Shortest and longest character n-gram, in Unicode scalars; nil if words are not cut up.
  var subwords: ClosedRange<Int>? {
    let shortest = max(arguments.minSubword, 1)
    return arguments.maxSubword >= shortest ? shortest...arguments.maxSubword : nil
  }

  /// Buckets that n-grams are hashed into, before pruning.
  var bucketCount: Int { arguments.buckets }

  /// Rows of the input matrix: words, and n-gram buckets that were not pruned away.
  var rowCount: Int { input.rows }
}

/// How a model was trained, as its file tells: what `sluice inspect` shows.
extension FastTextModel {
  /// The loss by the name of the reference's `-loss` option.
  public var lossName: String {
    switch arguments.loss {
    case .hierarchicalSoftmax: "hs"
    case .negativeSampling: "ns"
    case .softmax: "softmax"
    case .oneVsAll: "ova"
    }
  }

  /// Longest word n-gram, in words; 1 means single words.
  public var longestWordNgram: Int { arguments.wordNgrams }

  /// Shortest and longest character n-gram, in Unicode scalars; nil if words are not cut up.
  public var subwords: ClosedRange<Int>? {
    let shortest = max(arguments.minSubword, 1)
    return arguments.maxSubword >= shortest ? shortest...arguments.maxSubword : nil
  }

  /// Buckets that n-grams are hashed into, before pruning.
  public var bucketCount: Int { arguments.buckets }

  /// Rows of the input matrix: words, and n-gram buckets that were not pruned away.
  public var rowCount: Int { input.rows }
}

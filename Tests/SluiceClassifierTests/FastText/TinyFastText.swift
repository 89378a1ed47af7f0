import SluiceClassifier

/// A fastText model built by hand: two dimensions, identity-like weights, so that outputs can be
/// computed in the head.
struct TinyFastText {
  var version: Int32 = 12
  var dimension: Int32 = 2
  var wordNgrams: Int32 = 1
  var loss: Int32 = 3
  var kind: Int32 = 3
  var buckets: Int32 = 0
  var maxSubword: Int32 = 0
  var words = ["</s>", "garden", "storm"]
  var labels = ["__label__0", "__label__3"]
  var labelCounts: [Int64] = [9, 4]
  /// A row a word, then a row a bucket.
  var input: [Float] = [0, 0, 3, 0, 0, 3]
  /// A row a label.
  var output: [Float] = [1, 0, 0, 1]
  var rows: Int64?
  var pruneSize: Int64 = -1

  var bytes: [UInt8] {
    var out: [UInt8] = []
    func put<Value: BitwiseCopyable>(_ value: Value) { withUnsafeBytes(of: value) { out.append(contentsOf: $0) } }
    for value in [793_712_314, version, dimension, 5, 5, 1, 5, wordNgrams, loss, kind, buckets, 0, maxSubword, 100] {
      put(value as Int32)
    }
    put(0.0001)
    put(Int32(words.count + labels.count))
    put(Int32(words.count))
    put(Int32(labels.count))
    put(Int64(100))
    put(pruneSize)
    for (index, entry) in (words + labels).enumerated() {
      out.append(contentsOf: entry.utf8)
      out.append(0)
      put(index < words.count ? 10 : labelCounts[index - words.count])
      put(UInt8(index < words.count ? 0 : 1))
    }
    for (matrix, count) in [(input, rows), (output, nil)] {
      put(UInt8(0))
      put(count ?? Int64(matrix.count / Int(max(dimension, 1))))
      put(Int64(dimension))
      for value in matrix { put(value) }
    }
    return out
  }

  func model() throws -> FastTextModel { try FastTextModel(bytes: bytes, path: "tiny.bin") }
}

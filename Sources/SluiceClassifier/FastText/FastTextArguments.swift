/// How a fastText model was trained, as far as prediction needs it.
struct FastTextArguments {
  enum Loss: Int, Sendable {
    case hierarchicalSoftmax = 1
    case negativeSampling, softmax, oneVsAll
  }

  var dimension: Int
  /// Longest word n-gram, in words; at least 1.
  var wordNgrams: Int
  var loss: Loss
  /// Number of n-gram buckets before pruning.
  var buckets: Int
  /// Shortest and longest character n-gram, in Unicode scalars; `maxSubword` 0 means none.
  var minSubword: Int
  var maxSubword: Int

  var hasNgrams: Bool { wordNgrams > 1 || maxSubword > 0 }

  static let magic: Int32 = 793_712_314

  /// Reads magic, version and arguments: 2 × i32, then dim, ws, epoch, minCount, neg, wordNgrams,
  /// loss, model, bucket, minn, maxn, lrUpdateRate as i32, and the sampling threshold as f64.
  ///
  /// The limits on n-gram lengths keep a hostile file from making prediction quadratic.
  init(_ cursor: inout ByteCursor) throws(ModelFileError) {
    let magic: Int32 = try cursor.integer("the magic number")
    guard magic == Self.magic else {
      throw ModelFileError(path: cursor.path, offset: 0, .notAModel(expected: "no fastText magic number"))
    }
    let version: Int32 = try cursor.integer("the version")
    guard version == 11 || version == 12 else {
      throw ModelFileError(path: cursor.path, offset: 4, .unsupported("version \(version) of the fastText format"))
    }
    dimension = try cursor.count("the dimension", as: Int32.self, in: 1...65_536)
    for unused in ["ws", "epoch", "minCount", "neg"] { _ = try cursor.integer(unused, as: Int32.self) }
    wordNgrams = max(1, try cursor.count("the word n-gram length", as: Int32.self, in: 0...32))
    let lossCode: Int32 = try cursor.integer("the loss")
    guard let loss = Loss(rawValue: Int(lossCode)) else { throw cursor.malformed("the loss \(lossCode) is unknown") }
    self.loss = loss
    let kind: Int32 = try cursor.integer("the model kind")
    guard kind == 3 else {
      throw ModelFileError(path: cursor.path, .unsupported("an unsupervised fastText model (kind \(kind))"))
    }
    buckets = try cursor.count("the number of buckets", as: Int32.self, in: 0...Int(Int32.max))
    minSubword = try cursor.count("minn", as: Int32.self, in: 0...64)
    maxSubword = try cursor.count("maxn", as: Int32.self, in: 0...64)
    _ = try cursor.integer("lrUpdateRate", as: Int32.self)
    _ = try cursor.integer("the sampling threshold", as: UInt64.self)
    // Before version 12, supervised models had no character n-grams whatever maxn said.
    if version == 11 { maxSubword = 0 }
    if hasNgrams && buckets == 0 { throw cursor.malformed("there are n-grams and no buckets for them") }
  }
}

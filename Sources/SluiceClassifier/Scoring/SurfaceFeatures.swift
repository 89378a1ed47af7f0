/// The surface features of a block of tokens, or of a window of them: how much there is, and how it is written.
struct SurfaceFeatures {
  /// How many of the head's inputs they are.
  static let count = 3

  var tokens = 0
  var words = 0
  /// Words of two letters or more in all caps.
  var allCaps = 0
  /// Bytes of the document's text.
  var start = 0
  var end = 0

  init() {}

  init(_ block: TokenBlock) {
    guard block.count > 0 else { return }
    tokens = block.count
    words = block.words
    allCaps = block.allCaps
    start = block.range(0).lowerBound
    end = block.range(block.count - 1).upperBound
  }

  /// Adds a block that follows.
  static func += (a: inout SurfaceFeatures, b: SurfaceFeatures) {
    guard b.tokens > 0 else { return }
    if a.tokens == 0 { a.start = b.start }
    a.tokens += b.tokens
    a.words += b.words
    a.allCaps += b.allCaps
    a.end = b.end
  }
}

extension Head {
  /// Writes the inputs that follow the column sums: the surface features of a window, then zeros.
  package static func setSurfaceFeatures(
    _ inputs: UnsafeMutablePointer<Float>, tokens: Int, words: Int, allCaps: Int
  ) {
    let base = Column.count
    inputs[base] = min(logarithm(Float(max(tokens, 1))), 5.6) * 0.5
    inputs[base + 1] = min(1, Float(allCaps) / Float(max(words, 4))) * 2
    inputs[base + 2] = Float(words) / Float(max(tokens, 1))
    for index in base + SurfaceFeatures.count..<Self.inputs { inputs[index] = 0 }
  }
}

internal import SluiceClassifier

/// Neutral windows that may be used beside judged texts.
enum UnseenText {
  /// Words in a row that two texts share only if one was copied from the other.
  private static let run = 8

  /// Windows that share no run of words with a judged text: a document that was judged must not
  /// come back as presumed harmless, least of all in the part it is measured on.
  static func filter(_ windows: [LabelledText], notIn judged: [LabelledText]) -> [LabelledText] {
    if windows.isEmpty { return [] }
    let block = TokenBlock()
    var runs: Set<UInt64> = []
    for row in judged { forEachRun(row.text, block) { runs.insert($0) } }
    return windows.filter { row in
      var isSeen = false
      forEachRun(row.text, block) { if runs.contains($0) { isSeen = true } }
      return !isSeen
    }
  }

  /// Calls `body` with the hash of one in four runs of words, the same ones in every text.
  private static func forEachRun(_ text: [UInt8], _ block: TokenBlock, _ body: (UInt64) -> Void) {
    text.withUnsafeBufferPointer { text in
      var position = 0
      var recent = [UInt64](repeating: 0, count: run)
      var count = 0
      while position < text.count {
        position = Tokenizer.fill(block, from: text, at: position)
        for token in 0..<block.count where block.spelled >> UInt64(token) & 1 == 1 {
          recent[count % run] = block.hash(token)
          count += 1
          guard count >= run else { continue }
          var hash = FeatureHash.seed
          for offset in 0..<run { hash = FeatureHash.mix(hash, recent[(count + offset) % run]) }
          if hash & 3 == 0 { body(hash) }
        }
      }
    }
  }
}

/// The tokens of a training text, as numbers of a ``Lexicon``.
struct TokenizedText {
  /// Lexicon numbers.
  var tokens: [Int32]
  /// Words, those in capitals, and those of foreign scripts.
  var words: Int
  var shouted: Int
}

/// Every distinct token of the training texts, with the letters it is spelled with.
struct Lexicon {
  private(set) var index = HashIndex(capacity: 1 << 18)
  /// Hashes of the stretches inside each word; empty for marks and numbers.
  private(set) var subwords: [[UInt64]] = []

  /// Tokens of a text, at most `limit`.
  mutating func tokenize(_ text: [UInt8], limit: Int = 512, block: TokenBlock) -> TokenizedText {
    var result = TokenizedText(tokens: [], words: 0, shouted: 0)
    text.withUnsafeBufferPointer { text in
      var position = 0
      while position < text.count && result.tokens.count < limit {
        position = Tokenizer.fill(block, from: text, at: position)
        result.words += block.words
        result.shouted += block.shouted
        for token in 0..<block.count {
          let known = index.count
          let number = index.insert(block.hash(token))
          result.tokens.append(number)
          if Int(number) == known {
            var stretches: [UInt64] = []
            block.withSpelling(token, of: text) { stretches = Subwords.hashes(in: $0) }
            subwords.append(stretches)
          }
        }
      }
    }
    return result
  }
}

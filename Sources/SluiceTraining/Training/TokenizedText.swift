internal import SluiceClassifier

/// The tokens of a training text, as numbers of a ``Lexicon``.
struct TokenizedText {
  /// Lexicon numbers.
  var tokens: [Int32]
  /// Words, and those in all caps.
  var words: Int
  var allCaps: Int
}

/// Every distinct token of the training texts, with the letters it is spelled with.
struct Lexicon {
  private(set) var index = HashIndex(capacity: 1 << 18)
  /// Hashes of the character n-grams of each word; empty for marks and numbers.
  private(set) var subwords: [[UInt64]] = []

  /// Tokens of a text, at most `limit`.
  mutating func tokenize(_ text: [UInt8], limit: Int = 512, block: TokenBlock) -> TokenizedText {
    var result = TokenizedText(tokens: [], words: 0, allCaps: 0)
    text.withUnsafeBufferPointer { text in
      var position = 0
      while position < text.count && result.tokens.count < limit {
        position = Tokenizer.fill(block, from: text, at: position)
        result.words += block.words
        result.allCaps += block.allCaps
        for token in 0..<block.count {
          let known = index.count
          let number = index.insert(block.hash(token))
          result.tokens.append(number)
          if Int(number) == known {
            var ngrams: [UInt64] = []
            block.withSpelling(token, of: text) { ngrams = CharacterNgrams.hashes(in: $0) }
            subwords.append(ngrams)
          }
        }
      }
    }
    return result
  }
}

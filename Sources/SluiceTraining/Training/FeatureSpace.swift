internal import SluiceClassifier

/// The features a model may use: words, pairs of words, and character n-grams, seen in enough training texts. Words
/// have the first numbers, then pairs, then n-grams.
struct FeatureSpace {
  /// Lexicon number → feature; -1 for tokens too rare to have weights of their own.
  private(set) var wordFeatures: [Int32] = []
  private(set) var pairs = HashIndex(capacity: 1 << 18)
  private(set) var pairFeatures: [Int32] = []
  /// Lexicon number → features of its character n-grams.
  private(set) var subwordFeatures: [[Int32]] = []
  /// Hash and kind of each feature.
  private(set) var hashes: [UInt64] = []
  private(set) var wordCount = 0
  private(set) var pairCount = 0
  /// What an occurrence of each feature counts.
  private(set) var weights: [Float] = []

  var count: Int { hashes.count }

  struct Limits: Sendable {
    var wordTexts = 2
    var pairTexts = 3
    var subwordTexts = 4
    var pairWeight: Float = 1
    var subwordWeight: Float = 0.33
  }

  init(texts: ArraySlice<TokenizedText>, lexicon: Lexicon, isRubric: [Bool], limits: Limits) {
    let words = lexicon.index.count
    var wordTexts = [Int32](repeating: 0, count: words)
    var lastSeen = [Int32](repeating: -1, count: words)
    var pairTexts: [Int32] = []
    var pairSeen: [Int32] = []
    var rubricWordTexts = [Int32](repeating: 0, count: words)
    var rubricPairTexts: [Int32] = []
    let rubricTotal = Float(isRubric.count { $0 })

    for (number, text) in texts.enumerated() {
      for token in text.tokens where lastSeen[Int(token)] != Int32(number) {
        lastSeen[Int(token)] = Int32(number)
        wordTexts[Int(token)] += 1
        if isRubric[number] { rubricWordTexts[Int(token)] += 1 }
      }
    }
    for (number, text) in texts.enumerated() where text.tokens.count > 1 {
      for index in 1..<text.tokens.count {
        let (first, second) = (Int(text.tokens[index - 1]), Int(text.tokens[index]))
        if wordTexts[first] < Int32(limits.pairTexts) || wordTexts[second] < Int32(limits.pairTexts) { continue }
        let pair = Int(pairs.insert(FeatureHash.pair(lexicon.index.hashes[first], lexicon.index.hashes[second])))
        if pair == pairTexts.count {
          pairTexts.append(0)
          pairSeen.append(-1)
          rubricPairTexts.append(0)
        }
        if pairSeen[pair] != Int32(number) {
          pairSeen[pair] = Int32(number)
          pairTexts[pair] += 1
          if isRubric[number] { rubricPairTexts[pair] += 1 }
        }
      }
    }

    func rarity(_ texts: Int32) -> Float { 1 + logarithm((rubricTotal + 1) / (Float(texts) + 1)) }
    wordFeatures = Array(repeating: -1, count: words)
    for word in 0..<words where wordTexts[word] >= Int32(limits.wordTexts) {
      wordFeatures[word] = Int32(hashes.count)
      hashes.append(lexicon.index.hashes[word])
      weights.append(rarity(rubricWordTexts[word]))
    }
    wordCount = hashes.count
    pairFeatures = Array(repeating: -1, count: pairs.count)
    for pair in 0..<pairs.count where pairTexts[pair] >= Int32(limits.pairTexts) {
      pairFeatures[pair] = Int32(hashes.count)
      hashes.append(pairs.hashes[pair])
      weights.append(limits.pairWeight * rarity(rubricPairTexts[pair]))
    }
    pairCount = hashes.count - wordCount
    addSubwords(
      lexicon, wordTexts: wordTexts, rubricWordTexts: rubricWordTexts, rubricTotal: rubricTotal, limits: limits)
  }

  /// An n-gram counts in as many texts as the words that hold it, an upper bound.
  private mutating func addSubwords(
    _ lexicon: Lexicon, wordTexts: [Int32], rubricWordTexts: [Int32], rubricTotal: Float, limits: Limits
  ) {
    var index = HashIndex(capacity: 1 << 19)
    var texts: [Int32] = []
    var rubricTexts: [Int32] = []
    var numbers: [[Int32]] = []
    numbers.reserveCapacity(lexicon.subwords.count)
    for (word, ngrams) in lexicon.subwords.enumerated() {
      numbers.append(
        ngrams.map { hash in
          let number = index.insert(hash)
          if Int(number) == texts.count {
            texts.append(0)
            rubricTexts.append(0)
          }
          texts[Int(number)] += wordTexts[word]
          rubricTexts[Int(number)] += rubricWordTexts[word]
          return number
        })
    }
    var features = [Int32](repeating: -1, count: texts.count)
    for number in texts.indices where texts[number] >= Int32(limits.subwordTexts) {
      features[number] = Int32(hashes.count)
      hashes.append(index.hashes[number])
      let share = min(1, Float(rubricTexts[number] + 1) / (rubricTotal + 1))
      weights.append(limits.subwordWeight * (1 - logarithm(share)))
    }
    subwordFeatures = numbers.map { $0.compactMap { features[Int($0)] >= 0 ? features[Int($0)] : nil } }
  }

  /// Feature of two tokens in a row; -1 if there is none.
  func pairFeature(_ first: Int32, _ second: Int32, _ lexicon: Lexicon) -> Int32 {
    let hashes = lexicon.index.hashes
    let number = pairs.find(FeatureHash.pair(hashes[Int(first)], hashes[Int(second)]))
    return number < 0 ? -1 : pairFeatures[Int(number)]
  }
}

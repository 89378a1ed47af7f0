/// What neutral windows are used for besides standing for themselves.
enum Splices {
  /// Words in a row that two texts share only if one was copied from the other.
  private static let run = 8

  /// Neutral windows that share no run of words with a judged text: a document that was judged must
  /// not come back as presumed harmless, least of all in the part it is measured on.
  static func unseen(_ neutral: [LabelledText], in judged: [LabelledText]) -> [LabelledText] {
    if neutral.isEmpty { return [] }
    let block = TokenBlock()
    var runs: Set<UInt64> = []
    for row in judged { forEachRun(row.text, block) { runs.insert($0) } }
    return neutral.filter { row in
      var isSeen = false
      forEachRun(row.text, block) { if runs.contains($0) { isSeen = true } }
      return !isSeen
    }
  }

  /// Short harmful texts inside longer neutral ones, with the level of what they hold: the score
  /// must not fall because harmless text surrounds it.
  static func make(_ judged: [LabelledText], _ neutral: [LabelledText], options: TrainingOptions) -> [LabelledText] {
    if neutral.isEmpty { return [] }
    var generator = SplitMix64(seed: options.seed &+ 31)
    var splices: [LabelledText] = []
    for (number, row) in judged.enumerated()
    where row.severity >= 2 && row.text.count <= options.longestSplice {
      let around = neutral[Int(generator.next() % UInt64(neutral.count))].text
      let share = generator.uniform()
      // The whole still fits one window.
      let room = min(around.count, 900 - row.text.count)
      var cut = Int(share * Float(room))
      while cut < room, around[cut] > 0x20 { cut += 1 }
      var splice = row
      splice.text = around[..<cut] + [0x20] + row.text + [0x20] + around[cut..<room]
      splice.isNatural = false
      splice.origin = number
      splices.append(splice)
    }
    return splices
  }

  /// Calls `body` with the hash of one in four runs of words, the same ones in every text.
  private static func forEachRun(_ text: [UInt8], _ block: TokenBlock, _ body: (UInt64) -> Void) {
    text.withUnsafeBufferPointer { text in
      var position = 0
      var recent = [UInt64](repeating: 0, count: run)
      var count = 0
      while position < text.count {
        position = Tokenizer.fill(block, from: text, at: position)
        for token in 0..<block.count where block.spellingLengths[token] >= 0 {
          recent[count % run] = block.hashes[token]
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

internal import SluiceCore

/// One worker's view of a ``TableScorer``.
final class TableSession: ScoringSession {
  let model: TableModel
  private let block = TokenBlock()
  private let accumulator: Accumulator
  let scratch: Head.Scratch
  private let best: Head.Scratch
  /// Sums of the latest blocks, oldest first.
  private var recent = [BlockSums](repeating: BlockSums(), count: TableModel.windowBlocks)

  /// A window that may drive the document's score.
  struct Candidate {
    var level = -1
    var expected: Float = -1
    var cumulative = InlineArray<5, Float>(repeating: 0)
    var range = 0..<0
    var window = BlockSums()
  }

  init(_ model: TableModel) {
    self.model = model
    accumulator = Accumulator(model.table)
    scratch = Head.Scratch(hidden: model.head.hidden)
    best = Head.Scratch(hidden: model.head.hidden)
  }

  func assess(_ text: UnsafeBufferPointer<UInt8>) -> Assessment? {
    let candidate = drive(text)
    guard let probabilities = LevelProbabilities(rounding: Calibration.levels(candidate.cumulative)),
      let score = SafetyScore(rawValue: UInt8(candidate.level))
    else { return nil }
    setInputs(best, candidate.window)
    model.head.evaluate(best, outputs: Head.levels..<Head.outputs)
    let category = likeliest(Head.levels, Head.categories, passing: candidate.level > 0 ? 0 : -1)
    let stance = likeliest(Head.levels + Head.categories, Head.stances, passing: -1)
    return Assessment(
      score: score, probabilities: probabilities, category: Category.allCases[category],
      stance: Stance.allCases[stance], language: language.verdict, span: candidate.range, scoredBytes: text.count)
  }

  /// What the whole document says of its language.
  private var language = LanguageGuess()

  /// Reads the text to its end and finds the window with the highest score.
  func drive(_ text: UnsafeBufferPointer<UInt8>) -> Candidate {
    accumulator.begin()
    language = LanguageGuess()
    var candidate = Candidate()
    var position = 0
    var blocks = 0
    repeat {
      position = Tokenizer.fill(block, from: text, at: position)
      recent[blocks % TableModel.windowBlocks] = accumulator.sum(block, of: text)
      blocks += 1
      language.words += block.words
      language.foreign += block.foreignWords
      // Windows end at every second block from the fourth on, and at the text's end.
      let isLast = position >= text.count
      if isLast || (blocks >= TableModel.windowBlocks && blocks % TableModel.strideBlocks == 0) {
        consider(&candidate, blocks: blocks)
      }
    } while position < text.count
    language.known = accumulator.knownWords
    language.common = accumulator.commonWords
    return candidate
  }

  private func consider(_ candidate: inout Candidate, blocks: Int) {
    var window = BlockSums()
    for number in max(0, blocks - TableModel.windowBlocks)..<blocks
    where recent[number % TableModel.windowBlocks].tokens > 0 {
      window += recent[number % TableModel.windowBlocks]
    }
    // Nothing to read, nothing to hold against it.
    if window.tokens == 0 {
      if candidate.level < 0 {
        candidate.level = 0
        candidate.expected = 0
      }
      return
    }
    setInputs(scratch, window)
    model.head.evaluate(scratch, outputs: 0..<Head.levels)
    let cumulative = Calibration.cumulative(scratch.outputs, slopes: model.slopes, offsets: model.offsets)
    let level = Calibration.level(cumulative, cuts: model.cuts)
    var expected: Float = 0
    for k in 0..<Head.levels { expected += cumulative[k] }
    guard level > candidate.level || (level == candidate.level && expected > candidate.expected) else { return }
    candidate.level = level
    candidate.expected = expected
    candidate.cumulative = cumulative
    candidate.range = window.start..<window.end
    candidate.window = window
  }

  func setInputs(_ scratch: Head.Scratch, _ window: BlockSums) {
    let scale = FeatureScale.of(tokens: window.tokens)
    Head.setInputs(scratch.inputs, tokens: window.tokens, words: window.words, shouted: window.shouted) { column in
      let sum = column < 16 ? window.sums.0[column] : window.sums.1[column - 16]
      return Float(sum) * model.scales[column] * scale + model.biases[column]
    }
  }

  private func likeliest(_ first: Int, _ count: Int, passing: Int) -> Int {
    var top = -1
    for index in 0..<count
    where index != passing && (top < 0 || best.outputs[first + index] > best.outputs[first + top]) {
      top = index
    }
    return top
  }
}

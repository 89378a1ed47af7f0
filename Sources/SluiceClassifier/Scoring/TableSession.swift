internal import CKernels
internal import SluiceCore

/// One worker's view of a ``TableScorer``.
final class TableSession: ScoringSession {
  private static let blocks = TableModel.windowBlocks

  let model: TableModel
  private let block = TokenBlock()
  private let accumulator: Accumulator
  let head: HeadSession
  private let screen: ScreenSession
  private let functionWords = FunctionWords.all
  /// Sums and looks of the latest blocks; block n is at n modulo their number. Sums of blocks not read yet
  /// are zero.
  private let sums = UnsafeMutablePointer<Int32>.allocate(capacity: blocks * FeatureTable.width)
  private let looks = UnsafeMutablePointer<BlockLooks>.allocate(capacity: blocks)

  /// The window that drives the document's score.
  struct Candidate {
    var level = -1
    var expected: Float = -1
    var cumulative = InlineArray<5, Float>(repeating: 0)
    var range = 0..<0
    var tokens = 0
    /// Whether the screen spoke for the window, and nothing of the text was read.
    var isSettled = false
  }

  /// The head's inputs and outputs at the candidate.
  let inputs = UnsafeMutablePointer<Float>.allocate(capacity: Head.inputs)
  private let outputs = UnsafeMutablePointer<Float>.allocate(capacity: Head.outputs)

  init(_ model: TableModel) {
    self.model = model
    accumulator = Accumulator(model.table)
    head = HeadSession(model.head)
    screen = ScreenSession(model.screen)
    looks.initialize(repeating: BlockLooks(), count: Self.blocks)
    inputs.initialize(repeating: 0, count: Head.inputs)
    outputs.initialize(repeating: 0, count: Head.outputs)
  }

  deinit {
    sums.deallocate()
    looks.deallocate()
    inputs.deallocate()
    outputs.deallocate()
  }

  func assess(_ text: UnsafeBufferPointer<UInt8>) -> Assessment? {
    let (candidate, language) = drive(text)
    guard let probabilities = LevelProbabilities(rounding: Calibration.levels(candidate.cumulative)),
      let score = SafetyScore(rawValue: UInt8(candidate.level))
    else { return nil }
    let category = likeliest(Head.levels, Head.categories, passing: candidate.level > 0 ? 0 : -1)
    let stance = likeliest(Head.levels + Head.categories, Head.stances, passing: -1)
    return Assessment(
      score: score, probabilities: probabilities, category: Category.allCases[category],
      stance: Stance.allCases[stance], language: language, span: candidate.range, scoredBytes: text.count)
  }

  /// Finds the window with the highest score, and what the whole text says of its language.
  func drive(_ text: UnsafeBufferPointer<UInt8>) -> (Candidate, Language) {
    var candidate = Candidate()
    var language = LanguageGuess()
    let finding = screen.look(at: text) { part in
      let guess = read(text, part, &candidate)
      language = guess
    }
    switch finding {
    case .unread: return (candidate, language.verdict)
    case .parts: return (candidate, .supported)
    case .settled(let worth, let window):
      settle(&candidate, worth: worth, window: window)
      return (candidate, .supported)
    }
  }

  /// Finds the window with the highest score, and reads it even if the screen has settled it.
  func driveReading(_ text: UnsafeBufferPointer<UInt8>) -> Candidate {
    let (candidate, _) = drive(text)
    guard candidate.isSettled else { return candidate }
    var window = Candidate()
    _ = read(text, candidate.range, &window)
    window.range = candidate.range
    return window
  }

  /// Reads a part of a text from its first byte to its last.
  private func read(
    _ text: UnsafeBufferPointer<UInt8>, _ part: Range<Int>, _ candidate: inout Candidate
  ) -> LanguageGuess {
    let isWhole = part.count == text.count
    let text = UnsafeBufferPointer(start: text.baseAddress, count: part.upperBound)
    accumulator.begin()
    sums.initialize(repeating: 0, count: Self.blocks * FeatureTable.width)
    var language = LanguageGuess()
    var position = part.lowerBound
    var count = 0
    repeat {
      position = Tokenizer.fill(block, from: text, at: position)
      accumulator.sum(block, of: text, to: sums + count % Self.blocks * FeatureTable.width)
      looks[count % Self.blocks] = BlockLooks(block)
      count += 1
      language.words += block.words
      language.foreign += block.foreignWords
      if isWhole { language.elsewhereQuarters += functionWords.quarters(in: block) }
      // Windows end at every second block from the fourth on, and at the text's end.
      let isLast = position >= text.count
      if isLast || (count >= Self.blocks && count % TableModel.strideBlocks == 0) {
        consider(&candidate, blocks: count)
      }
    } while position < text.count
    language.known = accumulator.knownWords
    language.common = accumulator.commonWords
    return language
  }

  /// Gives a text the outputs that its window would most likely get.
  private func settle(_ candidate: inout Candidate, worth: Float, window: Range<Int>) {
    Screen.outputs(to: outputs) { model.screen.slopes[$0] * worth + model.screen.offsets[$0] }
    candidate.cumulative = Calibration.cumulative(outputs, slopes: model.slopes, offsets: model.offsets)
    candidate.level = Calibration.level(candidate.cumulative, cuts: model.cuts)
    candidate.range = window
    candidate.isSettled = true
  }

  private func consider(_ candidate: inout Candidate, blocks: Int) {
    var window = BlockLooks()
    for number in max(0, blocks - Self.blocks)..<blocks { window += looks[number % Self.blocks] }
    // Nothing to read, nothing to hold against it.
    if window.tokens == 0 && candidate.level >= 0 { return }
    sluice_window_inputs(
      sums, Self.blocks, model.scales, model.biases, FeatureScale.of(tokens: window.tokens), head.inputs)
    Head.setLooks(head.inputs, tokens: window.tokens, words: window.words, shouted: window.shouted)
    head.evaluate()
    let cumulative =
      window.tokens == 0
      ? InlineArray(repeating: 0) : Calibration.cumulative(head.outputs, slopes: model.slopes, offsets: model.offsets)
    let level = Calibration.level(cumulative, cuts: model.cuts)
    var expected: Float = 0
    for k in 0..<Head.levels { expected += cumulative[k] }
    guard level > candidate.level || (level == candidate.level && expected > candidate.expected) else { return }
    candidate.level = level
    candidate.expected = expected
    candidate.cumulative = cumulative
    candidate.range = window.start..<window.end
    candidate.tokens = window.tokens
    inputs.update(from: head.inputs, count: Head.inputs)
    outputs.update(from: head.outputs, count: Head.outputs)
  }

  private func likeliest(_ first: Int, _ count: Int, passing: Int) -> Int {
    var top = -1
    for index in 0..<count where index != passing && (top < 0 || outputs[first + index] > outputs[first + top]) {
      top = index
    }
    return top
  }
}

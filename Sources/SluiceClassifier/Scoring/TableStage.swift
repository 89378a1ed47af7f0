internal import CKernels

/// The stage that reads: cuts a part of a text into tokens, sums their rows of the table, and asks the head about each
/// window. Scratch of one worker.
final class TableStage {
  private static let blocks = TableModel.windowBlocks

  let model: TableModel
  let head: HeadSession
  private let block = TokenBlock()
  private let accumulator: Accumulator
  private let functionWords = FunctionWords.all
  /// Sums and surface features of the latest blocks; block n is at n modulo their number. Sums of blocks not read
  /// yet are zero.
  private let sums = UnsafeMutablePointer<Int32>.allocate(capacity: blocks * FeatureTable.width)
  private let surfaces = UnsafeMutablePointer<SurfaceFeatures>.allocate(capacity: blocks)

  init(_ model: TableModel) {
    self.model = model
    accumulator = Accumulator(model.table)
    head = HeadSession(model.head)
    surfaces.initialize(repeating: SurfaceFeatures(), count: Self.blocks)
  }

  deinit {
    sums.deallocate()
    surfaces.deallocate()
  }

  /// Reads a part of a text from its first byte to its last, and calls `each` with every window, in order.
  ///
  /// - Returns: what the part says of its language.
  func read(
    _ text: UnsafeBufferPointer<UInt8>, _ part: Range<Int>, _ each: (WindowResult) -> Void
  ) -> LanguageGuess {
    let isWhole = part.count == text.count
    let textEnd = part.upperBound == text.count ? text.count : nil
    let text = UnsafeBufferPointer(start: text.baseAddress, count: part.upperBound)
    accumulator.begin()
    sums.initialize(repeating: 0, count: Self.blocks * FeatureTable.width)
    var language = LanguageGuess()
    var position = part.lowerBound
    var count = 0
    repeat {
      position = Tokenizer.fill(block, from: text, at: position)
      accumulator.sum(block, of: text, to: sums + count % Self.blocks * FeatureTable.width)
      surfaces[count % Self.blocks] = SurfaceFeatures(block)
      count += 1
      language.words += block.words
      language.foreign += block.foreignWords
      if isWhole { language.elsewhereQuarters += functionWords.quarters(in: block) }
      // Windows end at every second block from the fourth on, and at the text's end.
      let isLast = position >= text.count
      if isLast || (count >= Self.blocks && count % TableModel.strideBlocks == 0) {
        each(window(endingAt: count, textEnd: isLast ? textEnd : nil))
      }
    } while position < text.count
    language.known = accumulator.knownWords
    language.common = accumulator.commonWords
    return language
  }

  /// Asks the head about the latest blocks.
  ///
  /// - Parameter textEnd: where the window ends if it is the text's last: marks and spaces after the last token are
  ///   its evidence, too.
  private func window(endingAt blocks: Int, textEnd: Int?) -> WindowResult {
    var surface = SurfaceFeatures()
    for number in max(0, blocks - Self.blocks)..<blocks { surface += surfaces[number % Self.blocks] }
    sluice_window_inputs(
      sums, Self.blocks, model.scales, model.biases, FeatureScale.of(tokens: surface.tokens), head.inputs)
    Head.setSurfaceFeatures(head.inputs, tokens: surface.tokens, words: surface.words, allCaps: surface.allCaps)
    head.evaluate()
    let outputs = head.result
    let cumulative =
      surface.tokens == 0 ? PerLevel(repeating: 0) : model.rule.calibration.cumulative(outputs)
    return WindowResult(
      range: surface.start..<(textEnd ?? surface.end), tokens: surface.tokens, outputs: outputs, cumulative: cumulative,
      level: model.rule.level(cumulative), isOpen: true)
  }
}

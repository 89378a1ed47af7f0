internal import SluiceCore

/// One worker's view of a ``TableScorer``: the stages a text goes through, and the window that decides.
final class TableSession: ScoringSession {
  let model: TableModel
  private let screen: ScreenSession
  let table: TableStage

  init(_ model: TableModel) {
    self.model = model
    screen = ScreenSession(model.screen)
    table = TableStage(model)
  }

  func assess(_ text: UnsafeBufferPointer<UInt8>) -> Assessment? {
    let (window, language) = worstWindow(of: text)
    return DecisionRule.assessment(
      of: window.outputs, window.cumulative, level: window.level, language: language, span: window.range,
      scoredBytes: text.count)
  }

  /// The window with the highest score, and what the whole text says of its language.
  ///
  /// The stages are here: the screen lets a text exit early or names the parts to read, and the table reads those,
  /// window by window. A stage that looks a second time at windows which are still open goes where they are compared.
  ///
  /// - Parameter whenWorse: called after the table has read a window that is worse than those before.
  func worstWindow(
    of text: UnsafeBufferPointer<UInt8>, whenWorse: (() -> Void)? = nil
  ) -> (window: WindowResult, language: Language) {
    var worst = WindowResult()
    var guess = LanguageGuess()
    let verdict = screen.look(at: text) { part in
      guess = table.read(text, part) { window in
        if worst.becomeWorse(window) { whenWorse?() }
      }
    }
    switch verdict {
    case .illegible: return (worst, guess.verdict)
    case .open: return (worst, .supported)
    case .earlyExit(let estimate, let range): return (earlyExit(estimate, range), .supported)
    }
  }

  /// The window with the highest score, read even if the text exited early, and what the head was given at it.
  func worstWindowRead(of text: UnsafeBufferPointer<UInt8>) -> (window: WindowResult, inputs: Head.Inputs) {
    var inputs = Head.Inputs(repeating: 0)
    let keepInputs = { inputs = self.table.head.question }
    let (found, _) = worstWindow(of: text, whenWorse: keepInputs)
    guard !found.isOpen else { return (found, inputs) }
    var worst = WindowResult()
    _ = table.read(text, found.range) { window in
      if worst.becomeWorse(window) { keepInputs() }
    }
    worst.range = found.range
    return (worst, inputs)
  }

  /// Gives a window the outputs that the head would most likely give.
  private func earlyExit(_ estimate: Float, _ range: Range<Int>) -> WindowResult {
    let outputs = Screen.outputs { model.screen.slopes[$0] * estimate + model.screen.offsets[$0] }
    let cumulative = model.rule.calibration.cumulative(outputs)
    return WindowResult(
      range: range, tokens: 0, outputs: outputs, cumulative: cumulative, level: model.rule.level(cumulative),
      isOpen: false)
  }
}

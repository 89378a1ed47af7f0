/// What a stage says of one window of a text.
struct WindowResult {
  /// Bytes of the text.
  var range = 0..<0
  var tokens = 0
  /// What the head was given and what it answered. After an early exit there are no inputs, and the outputs are
  /// those that the head would most likely have given.
  var inputs = Head.Inputs(repeating: 0)
  var outputs = Head.Outputs(repeating: 0)
  var cumulative = CumulativeLevels(repeating: 0)
  /// -1 before any window was seen.
  var level = -1
  /// Whether a later stage may look at the window again. An early exit closes it: nothing of it was read.
  var isOpen = true

  /// Orders windows of one level: the expected level.
  private var expected: Float = -1

  /// No window: every window is worse.
  init() {}

  init(
    range: Range<Int>, tokens: Int, inputs: Head.Inputs, outputs: Head.Outputs, cumulative: CumulativeLevels,
    level: Int, isOpen: Bool
  ) {
    self.range = range
    self.tokens = tokens
    self.inputs = inputs
    self.outputs = outputs
    self.cumulative = cumulative
    self.level = level
    self.isOpen = isOpen
    expected = 0
    for k in 0..<Head.levels { expected += cumulative[k] }
  }

  /// Becomes the other window if that one is worse; of two alike the first stays.
  mutating func becomeWorse(_ other: WindowResult) {
    // Nothing to read, nothing to hold against the text.
    if other.tokens == 0 && level >= 0 { return }
    if other.level > level || (other.level == level && other.expected > expected) { self = other }
  }
}

/// What a stage says of one window of a text.
struct WindowResult {
  /// Bytes of the text.
  var range = 0..<0
  var tokens = 0
  /// What the head answered; after an early exit, what it would most likely have answered.
  var outputs = Head.Outputs(repeating: 0)
  var cumulative = PerLevel(repeating: 0)
  /// -1 before any window was seen.
  var level = -1
  /// Whether a later stage may look at the window again. An early exit closes it: nothing of it was read.
  var isOpen = true

  /// Orders windows of one level: the expected level.
  private var expected: Float = -1

  /// No window: every window is worse.
  init() {}

  init(
    range: Range<Int>, tokens: Int, outputs: Head.Outputs, cumulative: PerLevel, level: Int, isOpen: Bool
  ) {
    self.range = range
    self.tokens = tokens
    self.outputs = outputs
    self.cumulative = cumulative
    self.level = level
    self.isOpen = isOpen
    expected = 0
    for k in 0..<Head.levels { expected += cumulative[k] }
  }

  /// Becomes the other window if that one is worse; of two alike the first stays.
  ///
  /// - Returns: whether it was worse.
  mutating func becomeWorse(_ other: WindowResult) -> Bool {
    // Nothing to read, nothing to hold against the text.
    if other.tokens == 0 && level >= 0 { return false }
    guard other.level > level || (other.level == level && other.expected > expected) else { return false }
    self = other
    return true
  }
}

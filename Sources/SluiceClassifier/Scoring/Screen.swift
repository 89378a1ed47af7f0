internal import CKernels

/// A first look at a text, by its words alone, at a tenth of the cost of the table: it settles windows in
/// which nothing speaks of harm, and names the parts that have to be read.
///
///     screen.entries  u16 [131072]  by the hash of a word: its weight in steps, plus `zero`, and a bit that
///                                   tells the commonest words
///     screen.numbers  f32 [13]      step, offset, limit; slopes and offsets of the five levels
///
/// What it settles gets the outputs that the head would most likely give. The rest of a text is read as
/// if nothing had been settled, so the screen decides what is read, never that something is harmful.
struct Screen: Sendable {
  static let slots = 1 << SLUICE_SCREEN_BITS
  /// The entry of a word that says nothing.
  static let zero = 192
  /// Weights in steps that an entry can hold.
  static let range = -Float(zero)...Float(SLUICE_SCREEN_LARGEST - zero)
  /// Texts with fewer words are read: there is little to save, and little to go by.
  private static let fewestWords = 32

  let entries: Tensor<UInt16>
  /// The worth of a step, and what is added to a window's worth.
  let step: Float
  let offset: Float
  /// Windows whose worth is below are settled.
  let limit: Float
  let slopes: [Float]
  let offsets: [Float]

  init(_ file: ModelFile) throws(ModelFileError) {
    entries = try file.tensor("screen.entries", shape: [Self.slots])
    // Sums of larger weights would run over into what is beside them, on each machine in another way.
    let inUse = UInt16(SLUICE_SCREEN_LARGEST) | UInt16(SLUICE_SCREEN_COMMON)
    guard entries.unsafeBuffer.reduce(0, |) & ~inUse == 0 else {
      throw ModelFileError(path: file.path, .malformed("the tensor screen.entries holds a number out of range"))
    }
    let numbers = try TableModel.finite(file, "screen.numbers", [3 + 2 * Head.levels])
    (step, offset, limit) = (numbers[0], numbers[1], numbers[2])
    slopes = Array(numbers[3..<3 + Head.levels])
    offsets = Array(numbers[(3 + Head.levels)...])
  }

  /// What a window is worth: an estimate of the head's first output.
  @inline(__always)
  func worth(weight: Int, words: Int) -> Float {
    let steps = Float(weight - Self.zero * words)
    return steps * step / Float(max(words, 1)).squareRoot() + offset
  }

  /// Writes the outputs of a head for a window that was settled: those of each level, no category, no stance.
  @inline(__always)
  static func outputs(to outputs: UnsafeMutablePointer<Float>, level: (Int) -> Float) {
    outputs.update(repeating: 0, count: Head.outputs)
    for k in 0..<Head.levels { outputs[k] = level(k) }
    outputs[Head.levels] = 1
    outputs[Head.levels + Head.categories] = 1
  }

  /// Whether a stretch has few places where a reader sees other letters than the bytes are: at most one
  /// for 32 words. What the screen cannot read it must not settle.
  @inline(__always)
  static func isPlain(strange quarters: Int, words: Int) -> Bool { quarters * 8 <= words }

  /// Whether a text is long enough, English and plain.
  static func isLegible(words: Int, common: Int, strange: Int) -> Bool {
    words >= fewestWords && common * 4 >= words && isPlain(strange: strange, words: words)
  }
}

/// One worker's view of a ``Screen``.
final class ScreenSession {
  private let screen: Screen
  private var capacity = 64
  private var strides: UnsafeMutablePointer<sluice_stride>

  init(_ screen: Screen) {
    self.screen = screen
    strides = .allocate(capacity: capacity)
  }

  deinit { strides.deallocate() }

  /// What the screen made of a text.
  enum Finding {
    /// All of it was to be read; the screen could not tell the words.
    case unread
    /// Parts were to be read. The text is English.
    case parts
    /// Nothing was to be read; what speaks most of harm is worth this much. The text is English.
    case settled(worth: Float, window: Range<Int>)
  }

  /// Looks at a text, and calls `read` with each part that has to be read, front to back: bytes, of one or
  /// more windows that overlap.
  func look(at text: UnsafeBufferPointer<UInt8>, read: (Range<Int>) -> Void) -> Finding {
    let count = (text.count + Int(SLUICE_STRIDE) - 1) / Int(SLUICE_STRIDE)
    reserve(count)
    let strides = strides
    sluice_screen(text.baseAddress, text.count, screen.entries.unsafeBuffer.baseAddress, strides)
    var (words, common, strange) = (0, 0, 0)
    for number in 0..<count {
      words += Int(strides[number].words)
      common += Int(strides[number].common)
      strange += Int(strides[number].strange)
    }
    guard Screen.isLegible(words: words, common: common, strange: strange) else {
      read(0..<text.count)
      return .unread
    }
    var highest: (worth: Float, window: Int) = (-.infinity, 0)
    var part = 0..<0
    for number in 0..<max(1, count - 1) {
      let (first, second) = (strides[number], number + 1 < count ? strides[number + 1] : sluice_stride())
      let words = Int(first.words + second.words)
      let worth = screen.worth(weight: Int(first.weight + second.weight), words: words)
      if worth > highest.worth { highest = (worth, number) }
      if worth < screen.limit, Screen.isPlain(strange: Int(first.strange + second.strange), words: words) { continue }
      let window = range(ofWindow: number, in: text)
      if part.isEmpty {
        part = window
      } else if window.lowerBound <= part.upperBound {
        part = part.lowerBound..<window.upperBound
      } else {
        read(part)
        part = window
      }
    }
    if part.isEmpty { return .settled(worth: highest.worth, window: range(ofWindow: highest.window, in: text)) }
    read(part)
    return .parts
  }

  private func reserve(_ count: Int) {
    if count <= capacity { return }
    strides.deallocate()
    capacity = count
    strides = .allocate(capacity: count)
  }

  /// The bytes of two strides, with the words that its ends cut.
  private func range(ofWindow number: Int, in text: UnsafeBufferPointer<UInt8>) -> Range<Int> {
    let stride = Int(SLUICE_STRIDE)
    var start = number * stride
    var end = min(text.count, start + 2 * stride)
    let longest = 2 * TokenBlock.longestWord
    let (earliest, latest) = (max(0, start - longest), min(text.count, end + longest))
    while start > earliest, text[start - 1] > 0x20 { start -= 1 }
    while end < latest, text[end] > 0x20 { end += 1 }
    while start > 0, text[start] & 0xC0 == 0x80 { start -= 1 }
    while end < text.count, text[end] & 0xC0 == 0x80 { end += 1 }
    return start..<end
  }
}

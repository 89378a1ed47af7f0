internal import CKernels

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
  enum Verdict {
    /// All of it was to be read: the screen cannot tell its words.
    case illegible
    /// Parts were to be read. The text is English.
    case open
    /// Nothing was to be read. `window` is the one with the highest estimate. The text is English.
    case earlyExit(estimate: Float, window: Range<Int>)
  }

  /// Looks at a text, and calls `read` with each part that has to be read, front to back: bytes, of one or more
  /// windows that overlap.
  func look(at text: UnsafeBufferPointer<UInt8>, read: (Range<Int>) -> Void) -> Verdict {
    let count = (text.count + Int(SLUICE_STRIDE) - 1) / Int(SLUICE_STRIDE)
    reserve(count)
    let strides = strides
    sluice_screen(text.baseAddress, text.count, screen.entries.unsafeBuffer.baseAddress, strides)
    var (words, common, obfuscation) = (0, 0, 0)
    for number in 0..<count {
      words += Int(strides[number].words)
      common += Int(strides[number].common)
      obfuscation += Int(strides[number].obfuscation)
    }
    guard Screen.isLegible(words: words, common: common, obfuscation: obfuscation) else {
      read(0..<text.count)
      return .illegible
    }
    var highest: (estimate: Float, window: Int) = (-.infinity, 0)
    var part = 0..<0
    for number in 0..<max(1, count - 1) {
      let (first, second) = (strides[number], number + 1 < count ? strides[number + 1] : sluice_stride())
      let words = Int(first.words + second.words)
      let estimate = screen.estimate(weight: Int(first.weight + second.weight), words: words)
      if estimate > highest.estimate { highest = (estimate, number) }
      let isPlain = Screen.isPlain(obfuscation: Int(first.obfuscation + second.obfuscation), words: words)
      if estimate < screen.limit, isPlain { continue }
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
    if part.isEmpty {
      return .earlyExit(estimate: highest.estimate, window: range(ofWindow: highest.window, in: text))
    }
    read(part)
    return .open
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

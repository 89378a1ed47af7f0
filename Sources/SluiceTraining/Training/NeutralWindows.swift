internal import CKernels
internal import SluiceCore
internal import SluiceIO

/// Windows cut from documents presumed harmless.
package enum NeutralWindows {
  /// Bytes of the shortest and the longest window.
  static let bytes = 120...1300

  /// Cuts one window from each of `count` documents drawn at random, the same for the same file and seed, so
  /// that the length and the register of ordinary pages teach the model as well: rows of level 0 that count
  /// little.
  ///
  /// - Returns: the windows, and how many lines were skipped because they have no text that a run would read.
  /// - Complexity: time linear in the file, memory in `count`.
  package static func read(
    _ path: String, count: Int, seed: UInt64
  ) throws -> (windows: [LabelledText], skipped: Int) {
    var windows = Reservoir(capacity: count, seed: seed)
    let source = name(path)
    let skipped = try forEachText(path) { text in
      windows.offer { generator in
        LabelledText(neutral: window(of: text, length: drawLength(&generator), at: generator.uniform()), source: source)
      }
    }
    return (windows.kept, skipped)
  }

  /// Cuts documents into windows of the length that the screen looks at, and draws `count` of them: what should exit
  /// early.
  ///
  /// - Complexity: time linear in the file, memory in `count`.
  package static func readForScreen(_ path: String, count: Int, seed: UInt64) throws -> [LabelledText] {
    let length = 2 * Int(SLUICE_STRIDE)
    var windows = Reservoir(capacity: count, seed: seed)
    let source = name(path)
    _ = try forEachText(path) { text in
      for start in stride(from: 0, to: max(1, text.count - length / 2), by: length) {
        windows.offer { _ in LabelledText(neutral: window(of: text, length: length, from: start), source: source) }
      }
    }
    return windows.kept
  }

  /// As many rows as it holds, of those offered, each with the same chance.
  private struct Reservoir {
    private let capacity: Int
    private var generator: SplitMix64
    private var offered = 0
    private(set) var kept: [LabelledText] = []

    init(capacity: Int, seed: UInt64) {
      self.capacity = capacity
      generator = SplitMix64(seed: seed)
    }

    mutating func offer(_ row: (inout SplitMix64) -> LabelledText) {
      offered += 1
      let place = kept.count < capacity ? kept.count : Int(generator.next() % UInt64(offered))
      guard place < capacity else { return }
      if place < kept.count { kept[place] = row(&generator) } else { kept.append(row(&generator)) }
    }
  }

  private enum Field: String, CaseIterable {
    case text
    /// Not looked at: a line in which a key of a document occurs twice is as bad here as in a run.
    case id, source, url
  }

  /// Reads JSON Lines with a `text`, compressed or not. Texts of a few bytes are passed over.
  ///
  /// - Returns: how many lines have no text that a run would read.
  private static func forEachText(_ path: String, _ body: (UnsafeBufferPointer<UInt8>) -> Void) throws -> Int {
    let lines = try LineCursor(path: path)
    let fields = FieldReader<Field>()
    var skipped = 0
    while try lines.nextRow() {
      if case .success(let found) = fields.parse(lines), let text = found[.text].bytes {
        if text.count >= 12 { body(text) }
      } else {
        skipped += 1
      }
    }
    return skipped
  }

  private static func name(_ path: String) -> String {
    "neutral:" + (Name(path).split("/").last?.text ?? "").prefix { $0 != "." && $0 != "-" }
  }

  /// Lengths up to the longest, the long ones, which most windows of long documents have, more often.
  private static func drawLength(_ generator: inout SplitMix64) -> Int {
    let share = max(generator.uniform(), generator.uniform())
    return bytes.lowerBound + Int(share * Float(bytes.count - 1))
  }

  private static func window(of text: UnsafeBufferPointer<UInt8>, length: Int, at share: Float) -> [UInt8] {
    window(of: text, length: length, from: Int(share * Float(max(0, text.count - length))))
  }

  /// A part of the text that begins and ends at white space.
  private static func window(of text: UnsafeBufferPointer<UInt8>, length: Int, from first: Int) -> [UInt8] {
    guard text.count > length else { return Array(text) }
    var start = first
    while start > 0, start < text.count - 1, text[start - 1] > 0x20 { start += 1 }
    var end = min(text.count, start + length)
    while end < text.count, end > start + 1, text[end] > 0x20 { end -= 1 }
    // One endless word: cut at a scalar.
    if end <= start + 1 { end = min(text.count, start + length) }
    while end < text.count, text[end] & 0xC0 == 0x80 { end -= 1 }
    while start < end, text[start] & 0xC0 == 0x80 { start += 1 }
    return Array(text[start..<end])
  }
}

extension LabelledText {
  init(neutral text: [UInt8], source: String) {
    self.init(text: text, severity: 0, category: Category.none, stance: Stance.none, source: source, isRubric: true)
    isNeutral = true
  }
}

internal import SluiceCore
internal import SluiceIO

/// Windows cut at random from documents presumed harmless, so that the length and the register of
/// ordinary pages teach the model as well: rows of level 0 that count little.
public enum NeutralWindows {
  /// Bytes of the shortest and the longest window.
  static let bytes = 120...1300

  /// Reads JSON Lines with a `text`, compressed or not, and cuts one window from each of `count`
  /// documents drawn at random, the same for the same file and seed.
  ///
  /// - Complexity: time linear in the file, memory in `count`.
  public static func read(_ path: String, count: Int, seed: UInt64) throws -> [LabelledText] {
    let reader = try ShardReader(path: path)
    let parser = LineParser(
      fields: FieldPaths(text: "text", id: "id", source: "source", url: "url"), reservedKey: "\u{1}")
    let chunk = Chunk()
    var generator = SplitMix64(seed: seed)
    let name = "neutral:" + String(path.split(separator: "/").last ?? "").prefix { $0 != "." && $0 != "-" }
    var kept: [LabelledText] = []
    var seen = 0
    while try reader.next(into: chunk) {
      for line in chunk.buffer.bytes.split(separator: 0x0A, omittingEmptySubsequences: true) {
        guard case .success(let fields) = parser.parse(UnsafeBufferPointer(rebasing: line)), fields.text.count >= 12
        else { continue }
        // A reservoir: each document so far is kept with the same chance.
        seen += 1
        let place = kept.count < count ? kept.count : Int(generator.next() % UInt64(seen))
        guard place < count else { continue }
        let row = LabelledText(
          neutral: window(of: fields.text, length: drawLength(&generator), at: generator.uniform()), source: name)
        if place < kept.count { kept[place] = row } else { kept.append(row) }
      }
    }
    return kept
  }

  /// Lengths up to the longest, the long ones, which most windows of long documents have, more often.
  private static func drawLength(_ generator: inout SplitMix64) -> Int {
    let share = max(generator.uniform(), generator.uniform())
    return bytes.lowerBound + Int(share * Float(bytes.count - 1))
  }

  /// A stretch of the text that begins and ends at white space.
  private static func window(of text: UnsafeBufferPointer<UInt8>, length: Int, at share: Float) -> [UInt8] {
    guard text.count > length else { return Array(text) }
    var start = Int(share * Float(text.count - length))
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

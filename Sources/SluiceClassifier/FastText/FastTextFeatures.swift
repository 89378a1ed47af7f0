/// Turns a text into the rows of the input matrix that represent it: words, character n-grams of
/// words, and hashed word n-grams, in the order of the reference. One worker's scratch.
///
/// The whole text is one line: every kind of white space (and NUL) only separates words, and one
/// end-of-sentence token follows. A literal `</s>`, at which the reference would stop reading, is
/// skipped, so that nothing hides behind it.
final class FastTextFeatures {
  /// Whether a known word stands for all its character n-grams (the matrix holds their sum), so
  /// that they need not be listed.
  private let wordsHoldSubwords: Bool
  private let model: FastTextModel
  private let dictionary: FastTextDictionary

  private var rows: UnsafeMutablePointer<UInt32>
  private var filled = 0
  private var total = 0
  private var hashes: UnsafeMutablePointer<UInt32>
  private var hashCount = 0
  private var hashCapacity = 1 << 12
  private var token: [UInt8] = []

  /// Rows handed on at a time.
  private static let batch = 1 << 12
  /// Words whose hashes are kept when a document is done; a larger buffer is given back.
  private static let keptHashes = 1 << 20

  init(model: FastTextModel, wordsHoldSubwords: Bool) {
    self.model = model
    self.dictionary = model.dictionary
    self.wordsHoldSubwords = wordsHoldSubwords
    rows = .allocate(capacity: Self.batch)
    hashes = .allocate(capacity: hashCapacity)
  }

  deinit {
    rows.deallocate()
    hashes.deallocate()
  }

  /// Calls `body` with batches of rows.
  ///
  /// - Returns: how many rows the reference would average, which is more than were handed on if
  ///   words hold their n-grams; 0 if nothing in the text is known.
  @inline(__always)
  func forEachBatch(of text: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt32>) -> Void) -> Int {
    filled = 0
    total = 0
    hashCount = 0
    if hashCapacity > Self.keptHashes { resizeHashes(to: Self.keptHashes) }
    let count = text.count
    var position = 0
    while position < count {
      let start = position
      var hash: UInt32 = 2_166_136_261
      while position < count, !Self.isSpace(text[position]) {
        hash = FastTextDictionary.extend(hash, text[position])
        position += 1
      }
      if position > start {
        add(UnsafeBufferPointer(rebasing: text[start..<position]), hash: hash, body)
      }
      position += 1
    }
    addEndOfSentence(body)
    addWordNgrams(body)
    flush(body)
    return total
  }

  /// Space, tab, newline, vertical tab, form feed, return and NUL: what the reference splits at.
  @inline(__always)
  private static func isSpace(_ byte: UInt8) -> Bool {
    byte <= 0x20 && (0x1_0000_3E01 as UInt64) >> UInt64(byte) & 1 == 1
  }

  @inline(__always)
  private func add(_ word: UnsafeBufferPointer<UInt8>, hash: UInt32, _ body: (UnsafeBufferPointer<UInt32>) -> Void) {
    let index = dictionary.find(word, hash: hash)
    if index >= dictionary.words { return }  // a label
    if index >= 0 {
      if index == dictionary.endOfSentence { return }
      append(UInt32(index), counting: wordsHoldSubwords ? model.rowsPerWord.map { Int($0.base[index]) } ?? 1 : 1, body)
      if !wordsHoldSubwords && model.arguments.maxSubword > 0 { addSubwords(of: word, body) }
    } else {
      if starts(word, with: "__label__") || (word.count == 4 && starts(word, with: FastTextDictionary.endToken)) {
        return
      }
      if model.arguments.maxSubword > 0 { addSubwords(of: word, body) }
    }
    remember(hash)
  }

  private func addEndOfSentence(_ body: (UnsafeBufferPointer<UInt32>) -> Void) {
    if dictionary.endOfSentence >= dictionary.words { return }
    if dictionary.endOfSentence >= 0 { append(UInt32(dictionary.endOfSentence), counting: 1, body) }
    let end = FastTextDictionary.endToken
    remember(FastTextDictionary.hash(UnsafeBufferPointer(start: end.utf8Start, count: end.utf8CodeUnitCount)))
  }

  private func addSubwords(of word: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt32>) -> Void) {
    model.forEachSubword(of: word, scratch: &token) { append($0, counting: 1, body) }
  }

  private func addWordNgrams(_ body: (UnsafeBufferPointer<UInt32>) -> Void) {
    let length = model.arguments.wordNgrams
    guard length > 1 else { return }
    for first in 0..<hashCount {
      // Hashes are signed in the reference, so they extend with their sign.
      var hash = UInt64(bitPattern: Int64(Int32(bitPattern: hashes[first])))
      for next in (first + 1)..<max(first + 1, min(first + length, hashCount)) {
        hash = hash &* 116_049_371 &+ UInt64(bitPattern: Int64(Int32(bitPattern: hashes[next])))
        let row = model.row(ofBucket: model.remainder(hash))
        if row >= 0 { append(UInt32(row), counting: 1, body) }
      }
    }
  }

  @inline(__always)
  private func append(_ row: UInt32, counting references: Int, _ body: (UnsafeBufferPointer<UInt32>) -> Void) {
    if filled == Self.batch { flush(body) }
    rows[filled] = row
    filled += 1
    total += references
  }

  @inline(__always)
  private func flush(_ body: (UnsafeBufferPointer<UInt32>) -> Void) {
    if filled > 0 { body(UnsafeBufferPointer(start: rows, count: filled)) }
    filled = 0
  }

  @inline(__always)
  private func remember(_ hash: UInt32) {
    guard model.arguments.wordNgrams > 1 else { return }
    if hashCount == hashCapacity { resizeHashes(to: hashCapacity * 2) }
    hashes[hashCount] = hash
    hashCount += 1
  }

  private func resizeHashes(to capacity: Int) {
    let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity)
    larger.update(from: hashes, count: min(hashCount, capacity))
    hashes.deallocate()
    hashes = larger
    hashCapacity = capacity
  }

  private func starts(_ word: UnsafeBufferPointer<UInt8>, with prefix: StaticString) -> Bool {
    guard word.count >= prefix.utf8CodeUnitCount else { return false }
    for k in 0..<prefix.utf8CodeUnitCount where word[k] != prefix.utf8Start[k] { return false }
    return true
  }
}

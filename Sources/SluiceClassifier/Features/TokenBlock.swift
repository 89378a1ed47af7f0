internal import CKernels

/// Tokens of a part of a text, and counts of how it is written. Scratch of one worker.
package final class TokenBlock {
  /// Tokens in a full block: the grain of windows.
  package static let capacity = SLUICE_BLOCK
  /// Letters of a word that count; the rest is ignored.
  package static let longestWord = SLUICE_LONGEST_WORD

  /// A pointer, since every access to a stored variable of a class is checked at run time.
  let tokens = UnsafeMutablePointer<sluice_tokens>.allocate(capacity: 1)
  /// Length of the normalised word in `spellings` of each token in `respelled`.
  let spellingLengths = UnsafeMutablePointer<Int>.allocate(capacity: capacity)
  let spellings = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * longestWord)
  /// Words whose normalised letters are not the text's own, a bit for each token.
  private var respelled: UInt64 = 0
  /// Words of another script, which have no spelling, a bit for each token.
  private(set) var foreign: UInt64 = 0
  /// Words with a letter of a script other than Latin.
  var foreignWords = 0

  package var count: Int { tokens.pointee.count }
  package var words: Int { tokens.pointee.words.nonzeroBitCount }
  /// Words of two letters or more in all caps.
  package var allCaps: Int { tokens.pointee.all_caps.nonzeroBitCount }
  /// Words with a spelling, a bit for each token.
  package var spelled: UInt64 { tokens.pointee.words & ~foreign }

  package init() {
    tokens.initialize(
      to: sluice_tokens(
        hashes: .allocate(capacity: Self.capacity), starts: .allocate(capacity: Self.capacity),
        ends: .allocate(capacity: Self.capacity), count: 0, words: 0, all_caps: 0))
  }

  deinit {
    tokens.pointee.hashes.deallocate()
    tokens.pointee.starts.deallocate()
    tokens.pointee.ends.deallocate()
    spellingLengths.deallocate()
    spellings.deallocate()
    tokens.deallocate()
  }

  func removeAll() {
    tokens.pointee.count = 0
    tokens.pointee.words = 0
    tokens.pointee.all_caps = 0
    respelled = 0
    foreign = 0
    foreignWords = 0
  }

  package func hash(_ token: Int) -> UInt64 { tokens.pointee.hashes[token] }

  /// Bytes of the text that a token was read from.
  package func range(_ token: Int) -> Range<Int> { tokens.pointee.starts[token]..<tokens.pointee.ends[token] }

  /// Runs `body` with the normalised letters of a word that has a spelling.
  @inline(__always)
  package func withSpelling(
    _ token: Int, of text: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void
  ) {
    guard spelled >> UInt64(token) & 1 == 1 else { return }
    let spelling = spellings + token * Self.longestWord
    if respelled >> UInt64(token) & 1 == 1 {
      return body(UnsafeBufferPointer(start: spelling, count: spellingLengths[token]))
    }
    let range = range(token)
    let letters = min(range.count, Self.longestWord)
    for offset in 0..<letters { spelling[offset] = text[range.lowerBound + offset] | 0x20 }
    body(UnsafeBufferPointer(start: spelling, count: letters))
  }

  /// Adds a word whose letters were written to `spellings`.
  func append(wordOf letters: Int, start: Int, end: Int) {
    let token = count
    let spelling = spellings + token * Self.longestWord
    respelled |= 1 << UInt64(token)
    spellingLengths[token] = letters
    append(word: FeatureHash.word(UnsafeBufferPointer(start: spelling, count: letters)), start: start, end: end)
  }

  /// Adds a word of another script.
  func append(foreignWord hash: UInt64, start: Int, end: Int) {
    foreign |= 1 << UInt64(count)
    append(word: hash, start: start, end: end)
  }

  private func append(word hash: UInt64, start: Int, end: Int) {
    tokens.pointee.words |= 1 << UInt64(count)
    append(hash: hash, start: start, end: end)
  }

  /// Adds a token that is not a word.
  func append(hash: UInt64, start: Int, end: Int) {
    tokens.pointee.hashes[count] = hash
    tokens.pointee.starts[count] = start
    tokens.pointee.ends[count] = end
    tokens.pointee.count += 1
  }
}

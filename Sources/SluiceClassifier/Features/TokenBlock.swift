/// Tokens of a stretch of text, and counts of what the text looks like. Scratch of one worker.
final class TokenBlock {
  /// Tokens in a full block: the grain of windows.
  static let capacity = 64
  /// Bytes of a word that count; the rest is passed over.
  static let longestWord = 48

  /// Hash of each token.
  let hashes = UnsafeMutablePointer<UInt64>.allocate(capacity: capacity)
  /// Where each token's bytes start and end in the text.
  let starts = UnsafeMutablePointer<Int>.allocate(capacity: capacity)
  let ends = UnsafeMutablePointer<Int>.allocate(capacity: capacity)
  /// Length of the token's normalised word in `spellings`: 0 if it is the text's own ASCII letters,
  /// -1 if the token is not a word.
  let spellingLengths = UnsafeMutablePointer<Int>.allocate(capacity: capacity)
  let spellings = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * longestWord)
  var count = 0

  /// Words, and those of two letters or more in capitals.
  var words = 0
  var shouted = 0
  /// Words with a letter of a script other than Latin.
  var foreignWords = 0

  init() {}

  deinit {
    hashes.deallocate()
    starts.deallocate()
    ends.deallocate()
    spellingLengths.deallocate()
    spellings.deallocate()
  }

  func removeAll() {
    count = 0
    words = 0
    shouted = 0
    foreignWords = 0
  }

  /// Runs `body` with the normalised letters of a word token.
  @inline(__always)
  func withSpelling(_ index: Int, of text: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    let length = spellingLengths[index]
    let spelling = spellings + index * Self.longestWord
    if length < 0 { return }
    if length > 0 { return body(UnsafeBufferPointer(start: spelling, count: length)) }
    let letters = min(ends[index] - starts[index], Self.longestWord)
    for offset in 0..<letters { spelling[offset] = text[starts[index] + offset] | 0x20 }
    body(UnsafeBufferPointer(start: spelling, count: letters))
  }

  @inline(__always)
  func append(hash: UInt64, start: Int, end: Int, spelling: Int) {
    hashes[count] = hash
    starts[count] = start
    ends[count] = end
    spellingLengths[count] = spelling
    count += 1
  }
}

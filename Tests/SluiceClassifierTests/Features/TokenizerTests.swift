import Testing

@testable import SluiceClassifier

struct TokenizerTests {
  /// Hashes of a text's tokens.
  func hashes(_ text: String) -> [UInt64] {
    tokens(Array(text.utf8)).map(\.hash)
  }

  func tokens(_ text: [UInt8]) -> [(hash: UInt64, start: Int, end: Int)] {
    let block = TokenBlock()
    var result: [(UInt64, Int, Int)] = []
    text.withUnsafeBufferPointer { text in
      var position = 0
      while position < text.count {
        let next = Tokenizer.fill(block, from: text, at: position)
        #expect(next > position)
        position = next
        for token in 0..<block.count { result.append((block.hashes[token], block.starts[token], block.ends[token])) }
      }
    }
    return result
  }

  @Test(arguments: [
    "IDIOT", "Idiot", "1d1ot", "id!ot", "idi\u{200B}ot", "i\u{AD}diot", "\u{456}diot", "id\u{456}\u{43E}t",
    "ｉｄｉｏｔ", "𝐢𝐝𝐢𝐨𝐭", "ìdïót", "i d i o t", "i.d.i.o.t", "i-d-i-o-t", "&#105;diot", "idio&#x74;", "id&shy;iot",
  ])
  func aDisguisedWordIsThePlainWord(_ disguised: String) {
    #expect(hashes(disguised) == hashes("idiot"))
  }

  @Test(arguments: ["don't", "don\u{2019}t", "dont", "DON'T", "don&rsquo;t"])
  func apostrophesInsideAWordDoNotMatter(_ text: String) { #expect(hashes(text) == hashes("dont")) }

  @Test func starsHideLettersInAnyNumber() {
    #expect(hashes("d*mn") == hashes("d**mn"))
    #expect(hashes("d*mn") != hashes("damn"))
  }

  @Test func numbersAreToldApartByLength() {
    #expect(hashes("17") == hashes("42"))
    #expect(hashes("17") != hashes("1942"))
  }

  @Test(arguments: ["a cat", "the mp3 player", "U.S.A today", "covid19 cases", "me@example.com wrote"])
  func ordinaryTextKeepsItsWords(_ text: String) {
    let last = text.split(separator: " ").last!
    #expect(hashes(text).last == hashes(String(last)).last)
  }

  @Test func wordsOfAnyLengthHashLikeTheirLowerCase() {
    for length in 1...70 {
      let word = String((0..<length).map { "abcdefghij"[$0 % 10] })
      #expect(hashes(word.uppercased()) == hashes(word))
      #expect(hashes(word + ", next").first == hashes(word).first)
    }
  }

  @Test func tokensAreInOrderAndInsideTheText() {
    var random = SplitMix64(seed: 3)
    let pieces: [[UInt8]] = [
      Array("word".utf8), [0x20], Array("&#".utf8), Array("&amp;".utf8), [0xFF], [0xE2, 0x80],
      [0xF0, 0x9F, 0x98, 0x80],
      Array("é".utf8), Array("я".utf8), [0], Array("$$$".utf8), Array("1".utf8), Array("'".utf8), Array("*".utf8),
      Array("@".utf8), Array("x.y.z.w".utf8), Array("\u{200B}".utf8), Array("!".utf8), Array("漢字".utf8), [0xC2],
    ]
    for _ in 0..<3000 {
      var text: [UInt8] = []
      for _ in 0..<Int(random.next() % 14) { text += pieces[Int(random.next() % UInt64(pieces.count))] }
      var last = 0
      for token in tokens(text) {
        #expect(token.start >= last && token.end > token.start && token.end <= text.count)
        last = token.end
      }
    }
  }

  @Test func bytesBeyondTheTextAreNotRead() {
    let text = Array("calm words".utf8)
    text.withUnsafeBufferPointer { whole in
      let cut = UnsafeBufferPointer(rebasing: whole[0..<6])
      let block = TokenBlock()
      #expect(Tokenizer.fill(block, from: cut, at: 0) == 6)
      #expect((0..<block.count).map { block.hashes[$0] } == hashes("calm w"))
    }
  }
}

extension String {
  fileprivate subscript(offset: Int) -> Character { self[index(startIndex, offsetBy: offset)] }
}

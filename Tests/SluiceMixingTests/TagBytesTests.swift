import SluiceCore
import SluiceIO
import SluiceMixing
import TestSupport
import Testing

/// The pieces that tagging is made of, on bytes.
struct TagBytesTests {
  private func field(_ path: String, in line: String) -> String? {
    Array(line.utf8).withUnsafeBufferPointer { bytes in
      RawField(path).range(in: bytes).map { String(decoding: bytes[$0], as: UTF8.self) }
    }
  }

  @Test(arguments: [
    (#"{"text":"a"}"#, "text", "a"), (#" { "x" : [1,{"text":"n"}] , "text" : "a\"b" } "#, "text", #"a\"b"#),
    (#"{"te\u0078t":"a"}"#, "text", "a"), (#"{"text":""}"#, "text", ""), (#"{"a.b":"w","a":{"b":"n"}}"#, "a.b", "w"),
    (#"{"a":{"b":{"c":"deep"}}}"#, "a.b.c", "deep"), (#"{"x":"}]","y":{"z":"{"},"text":"a"}"#, "text", "a"),
    (#"{"x":"\\","text":"a"}"#, "text", "a"), (#"{"n":-1.5e3,"t":true,"text":"a"}"#, "text", "a"),
  ])
  func aFieldsBytesAreThoseBetweenItsQuotes(_ line: String, _ path: String, _ found: String) {
    #expect(field(path, in: line) == found)
  }

  @Test(arguments: [
    (#"{"text":5}"#, "text"), (#"{"text":null}"#, "text"), (#"{"x":"text"}"#, "text"), (#"{}"#, "text"),
    ("[1]", "text"),
    ("", "text"), (#"{"a":"b"}"#, "a.b"), (#"{"a":{"c":"d"}}"#, "a.b"), (#"{"a":{"text":"n"}}"#, "text"),
  ])
  func whatIsNotAStringFieldIsNotFound(_ line: String, _ path: String) {
    #expect(field(path, in: line) == nil)
  }

  @Test(arguments: [
    ("plain é", "plain é"), (#"\n\r\t\f\b\"\\\/"#, "\n\r\t\u{c}\u{8}\"\\/"), (#"\u0041\u00e9\u20ac"#, "Aé€"),
    (#"\ud83d\ude00!"#, "😀!"), (#"\uD83D\uDE00"#, "😀"), ("", ""),
  ])
  func escapesAreDecoded(_ literal: String, _ text: String) {
    let decoded = Array(literal.utf8).withUnsafeBufferPointer { JSONEscapes.decode($0) }
    #expect(String(decoding: decoded, as: UTF8.self) == text)
  }

  @Test func spacesAreThoseOfASCII() {
    let spaces = (UInt8.min...127).filter { JSONEscapes.isSpace($0) }
    #expect(spaces == [9, 10, 11, 12, 13, 32])
  }

  @Test func searchesCountWhatDoesNotOverlap() {
    let search = ByteSearch("aa")
    Array("aaaab aa".utf8).withUnsafeBufferPointer { bytes in
      #expect(search.count(in: bytes) == 3)
      #expect(
        search.first(in: bytes) == 0 && search.first(in: bytes, from: 3) == 6 && search.first(in: bytes, from: 7) == nil
      )
    }
    #expect(search.count(in: UnsafeBufferPointer(start: nil, count: 0)) == 0)
  }

  @Test(arguments: [
    ("xtagy", "xy", true), ("tagtag", "", true), ("x", "x", true), ("xtag", "xt", false), ("xtagy", "x", false),
    ("xtagy", "xyz", false), ("", "", true),
  ])
  func takingOutIsCompared(_ bytes: String, _ original: String, _ same: Bool) {
    Array(bytes.utf8).withUnsafeBufferPointer { bytes in
      Array(original.utf8).withUnsafeBufferPointer { original in
        #expect(ByteSearch("tag").removal(from: bytes, gives: original) == same)
      }
    }
  }

  private func escaped(_ text: String, tag: String = "<t>") -> (text: String, places: Int) {
    let (bytes, places) = Array(text.utf8).withUnsafeBufferPointer { TagEscape(tag: tag).escape($0) }
    return (String(decoding: bytes, as: UTF8.self), places)
  }

  @Test func aJoinerBreaksUpTheTag() {
    #expect(escaped("a<t>b") == ("a<\u{2060}t>b", 1))
    #expect(escaped("<<t>") == ("<<\u{2060}t>", 1))
    #expect(escaped("<\u{2060}t>") == ("<\u{2060}\u{2060}t>", 1), "what is broken up already stays apart from it")
    #expect(escaped("< t> <t") == ("< t> <t", 0))
    #expect(escaped("éß", tag: "éß") == ("é\u{2060}ß", 1))
  }

  @Test func escapingRandomTextIsUndone() {
    var random = SeededGenerator(seed: 5)
    let pieces = ["<", "t>", "\u{2060}", "<t>", "é", " "]
    for _ in 0..<500 {
      let text = (0..<Int.random(in: 0...12, using: &random)).map { _ in pieces.randomElement(using: &random)! }
        .joined()
      let written = escaped(text).text
      let back = Array(written.utf8).withUnsafeBufferPointer { TagEscape(tag: "<t>").unescape($0) }
      #expect(back == Array(text.utf8))
      #expect(Array(written.utf8).withUnsafeBufferPointer { ByteSearch("<t>").first(in: $0) } == nil)
    }
  }

  private func tagged(_ line: String, _ probability: Double) throws -> (String, TextTagger.Outcome) {
    var settings = TagSettings.default
    (settings.tag, settings.probability) = ("<t>", probability)
    let (input, output) = (ByteBuffer(), ByteBuffer())
    input.append(Array(line.utf8))
    let outcome = try TextTagger(settings, fields: FieldPaths())
      .tag(input.bytes, key: DocumentKey(shard: "secret", line: 1), to: output)
    return (String(decoding: output.bytes, as: UTF8.self), outcome)
  }

  @Test func withoutChanceALineIsItself() throws {
    let line = #"{ "text" : "one\ttwo \u00e9", "x":1.0 }"#
    #expect(try tagged(line, 0) == (line, .tagged(words: 3, tags: 0, escaped: 0)))
  }

  @Test func aTagIsDirectlyBeforeItsWord() throws {
    #expect(try tagged(#"{"text":"one  two\nthree "}"#, 1).0 == #"{"text":"one  <t>two\n<t>three "}"#)
  }

  @Test func randomTextsComeBackByteForByte() throws {
    var random = SeededGenerator(seed: 6)
    let pieces = ["a", "word", " ", "\\n", "\\u0020", "\\\\", "\\\"", "é", "\\ud83d\\ude00", "<", "t>", "\\u003ct"]
    for _ in 0..<300 {
      let text = (0..<Int.random(in: 0...20, using: &random)).map { _ in pieces.randomElement(using: &random)! }
        .joined()
      let line = #"{"id":"x","text":"\#(text)","n":[1, 2]}"#
      let (result, outcome) = try tagged(line, 0.5)
      if case .tagged = outcome { #expect(result.replacing("<t>", with: "") == line) }
    }
  }

  @Test func whatCannotBeTaggedIsNamedByItsKeyAlone() throws {
    let error = try #require(#expect(throws: TagFailure.self) { _ = try tagged(#"{"text":"do not tell"#, 1) })
    #expect(error.description.hasPrefix("secret#1: ") && !error.description.contains("tell"))
  }
}

import SluiceCore
import SluiceIO
import Testing

struct DocumentParserTests {
  private func parse(
    _ line: [UInt8], _ fields: FieldPaths = FieldPaths(), reservedKey: String? = "safety"
  ) -> Result<[String?], QuarantineReason> {
    let parser = DocumentParser(fields, reservedKey: reservedKey)
    let buffer = ByteBuffer()
    buffer.append(line)
    return parser.parse(buffer.bytes).map { found in
      [found.text, found.id, found.source, found.url].map { $0.map { String(decoding: $0, as: UTF8.self) } }
    }
  }

  private func parse(
    _ line: String, _ fields: FieldPaths = FieldPaths(), reservedKey: String? = "safety"
  ) -> Result<[String?], QuarantineReason> {
    parse(Array(line.utf8), fields, reservedKey: reservedKey)
  }

  @Test func findsItsFieldsAndUnescapesThem() {
    let found = parse(
      #"{"id":"a1","x":[1,{"text":"no"}],"text":"a\n\"b\" \u00e9 \ud83d\ude00","source":"s","url":"u"}"#)
    #expect(found == .success(["a\n\"b\" é 😀", "a1", "s", "u"]))
  }

  @Test(arguments: [
    ("42", "42"), ("-7", "-7"), ("0", "0"), ("18446744073709551615", "18446744073709551615"),
    ("-9223372036854775808", "-9223372036854775808"),
  ])
  func integerIdsAreTheirDigits(_ written: String, _ expected: String) {
    #expect(parse("{\"id\":\(written),\"text\":\"\"}") == .success(["", expected, nil, nil]))
  }

  @Test(arguments: ["null", "true", "[1]", "{}", "1.5"])
  func otherIdsCountAsAbsent(_ written: String) {
    #expect(parse("{\"id\":\(written),\"text\":\"t\",\"source\":\(written)}") == .success(["t", nil, nil, nil]))
  }

  @Test func dottedPathsDescend() {
    let fields = FieldPaths(text: "doc.body.text", id: "meta.id")
    #expect(parse(#"{"meta":{"id":7},"doc":{"body":{"text":"t"}}}"#, fields) == .success(["t", "7", nil, nil]))
    #expect(parse(#"{"doc":{"body":"t"}}"#, fields) == .failure(.missingText))
    // A key spelled like the whole path comes first.
    #expect(parse(#"{"doc":{"body":{"text":"no"}},"doc.body.text":"t"}"#, fields) == .success(["t", nil, nil, nil]))
  }

  @Test(arguments: [
    ("", QuarantineReason.notJSON), ("not json", .notJSON), ("{\"text\":\"a\"", .notJSON),
    ("{\"text\":\"a\"} x", .notJSON),
    ("{\"text\":\"a\"}{\"text\":\"b\"}", .notJSON), ("{\"text\":\"a\",}", .notJSON),
    ("{\"text\":\"a\u{1}\"}", .notJSON),
    ("{\"text\":NaN}", .notJSON), ("{\"text\":\"\\x\"}", .notJSON), ("[]", .notObject), ("\"text\"", .notObject),
    ("3", .notObject),
    ("{}", .missingText), ("{\"text\":null}", .missingText), ("{\"text\":5}", .textNotString),
    ("{\"text\":[\"a\"]}", .textNotString), ("{\"text\":\"a\",\"text\":\"b\"}", .duplicateKey),
    ("{\"text\":\"a\",\"id\":1,\"id\":1}", .duplicateKey), ("{\"text\":\"\\ud800\"}", .loneSurrogate),
    ("{\"text\":\"t\",\"x\":\"\\udc00\"}", .loneSurrogate), ("{\"text\":\"t\",\"x\":1e999}", .numberOutOfRange),
    ("{\"text\":\"t\",\"x\":-1e-999,\"y\":[-12345678901234567890123]}", .numberOutOfRange),
    ("{\"text\":\"t\",\"x\":01}", .notJSON), ("{\"text\":\"t\",\"x\":1.}", .notJSON),
    ("{\"text\":\"t\",\"x\":-}", .notJSON), ("{\"text\":\"t\",\"x\":0x10}", .notJSON),
    ("{\"text\":\"t\",\"x\":[1e]}", .notJSON), ("{\"text\":\"t\",\"x\":-01.5}", .notJSON),
    ("{\"text\":\"01 \\\" 1.\",\"x\":1e999}", .numberOutOfRange),
    ("{\"text\":\"t\",\"safety\":{}}", .safetyKeyTaken),
    // Whatever else is wrong with it, what is not JSON is not_json, and what is no object is not_object.
    (#"{"text":"\ud83d\ude00 \q"}"#, .notJSON), (#"{"text":"\\ud800 \q"}"#, .notJSON),
    (#"{"b":"\ud83d\ude00","text":"\x41"}"#, .notJSON), (#"{"text":"a","q":1e999,}"#, .notJSON),
    (#"{"text":"a","q":1e999,"b":}"#, .notJSON), (#"{"text":"a","q":1e999}}"#, .notJSON),
    (#"{"text":"\ud800",}"#, .notJSON), (#"{"text":"\ud800","q":01}"#, .notJSON), ("1e999", .notObject),
    ("[1e999]", .notObject), (#"["\ud800"]"#, .notObject), (#"{"text":"\udc00\ud800","q":1}"#, .loneSurrogate),
    (#"{"text":"\ud83d\ude00\ude00"}"#, .loneSurrogate), (#"{"text":"\ud800\u0041"}"#, .loneSurrogate),
    (#"{"text":"\\\ud800"}"#, .loneSurrogate), (#"{"text":"\ud800","q":1e999}"#, .loneSurrogate),
  ])
  func badLinesAreToldApart(_ line: String, _ problem: QuarantineReason) {
    #expect(parse(line) == .failure(problem))
  }

  /// The index column of a CSV file without a name for it.
  @Test func aKeyWithoutANameIsNotReserved() {
    #expect(parse(#"{"":1,"text":"t"}"#) == .success(["t", nil, nil, nil]))
    #expect(parse(#"{"":1,"text":"t"}"#, reservedKey: nil) == .success(["t", nil, nil, nil]))
    #expect(parse(#"{"":1,"text":"t"}"#, reservedKey: "") == .failure(.safetyKeyTaken))
    #expect(parse(#"{"safety":1,"text":"t"}"#, reservedKey: nil) == .success(["t", nil, nil, nil]))
  }

  @Test func aFieldWithoutAPathIsNeverFound() {
    #expect(parse(#"{"":"u","text":"t"}"#, FieldPaths(url: "")) == .success(["t", nil, nil, nil]))
  }

  @Test func bytesThatAreNoUTF8AreRefused() {
    #expect(parse(Array("{\"text\":\"".utf8) + [0xff] + Array("\"}".utf8)) == .failure(.notUTF8))
    #expect(parse(Array("{\"text\":\"".utf8) + [0xed, 0xa0, 0x80] + Array("\"}".utf8)) == .failure(.notUTF8))
  }

  @Test func deepNestingIsRefusedNotCrashed() {
    let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
    #expect(parse("{\"text\":\"t\",\"x\":" + deep + "}") == .failure(.nestedTooDeep))
  }

  @Test func aParserGivesBackTheMemoryOfALongLine() {
    let parser = DocumentParser(FieldPaths(), reservedKey: "safety")
    for count in [10, 20 << 20, 10] {
      let buffer = ByteBuffer()
      buffer.append(Array("{\"text\":\"".utf8))
      buffer.append([UInt8](repeating: 97, count: count))
      buffer.append(Array("\"}".utf8))
      guard case .success(let found) = parser.parse(buffer.bytes) else {
        Issue.record("a line of \(count) bytes")
        continue
      }
      #expect(found.text.count == count)
    }
  }
}

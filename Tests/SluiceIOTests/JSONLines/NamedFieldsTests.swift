import SluiceCore
import SluiceIO
import Testing

struct NamedFieldsTests {
  private enum Label: String, CaseIterable {
    case text, score
    case uid = "metadata.uid"
  }

  private func parse<Name>(_ line: String, _ reader: FieldReader<Name>, _ body: (NamedFields<Name>) -> Void) {
    let buffer = ByteBuffer()
    buffer.append(Array(line.utf8))
    switch reader.parse(buffer.bytes) {
    case .success(let fields): body(fields)
    case .failure(let problem): Issue.record("\(line): \(problem)")
    }
  }

  @Test func fieldsAreFoundByTheirNames() {
    parse(#"{"score":3,"metadata":{"uid":"a"},"text":"t\n"}"#, FieldReader<Label>()) { fields in
      #expect(fields[.text].string == "t\n" && fields[.text].integer == nil)
      #expect(fields[.score].integer == 3 && fields[.score].string == nil && fields[.score].identifier == "3")
      #expect(fields[.uid].string == "a")
    }
  }

  @Test func everyKindOfValueIsToldApart() {
    parse(#"{"text":null,"score":2.5,"metadata":{"uid":true}}"#, FieldReader<Label>()) { fields in
      guard case .null = fields[.text], case .real(2.5) = fields[.score], case .boolean(true) = fields[.uid] else {
        Issue.record("\(fields)")
        return
      }
      for name in Label.allCases { #expect(fields[name].string == nil && fields[name].identifier == nil) }
    }
    parse("{}", FieldReader<Label>()) { fields in
      for name in Label.allCases { if case .missing = fields[name] {} else { Issue.record("\(name)") } }
    }
  }

  @Test(
    arguments: [
      ("0", 0), ("-1", -1), ("9223372036854775807", Int.max), ("-9223372036854775808", Int.min),
      ("18446744073709551615", nil),
    ] as [(String, Int?)])
  func integersComeWhole(_ written: String, _ expected: Int?) {
    parse("{\"score\":\(written)}", FieldReader<Label>()) { fields in
      #expect(fields[.score].integer == expected && fields[.score].identifier == written)
    }
  }

  /// As the safety object is found, whatever `--safety-key` is.
  @Test func membersOfAnObjectAreSpelledLiterally() {
    let reader = FieldReader<Label> { .member(of: "a.b", $0.rawValue) }
    parse(#"{"a":{"b":{"score":1}},"a.b":{"score":2,"metadata.uid":"u","metadata":{"uid":"no"}}}"#, reader) { fields in
      #expect(fields[.score].integer == 2 && fields[.uid].string == "u" && fields[.text].string == nil)
    }
    parse(#"{"a":{"b":{"score":1}}}"#, reader) { fields in #expect(fields[.score].integer == nil) }
  }

  @Test(arguments: [
    #"{"score":1,"score":1}"#, #"{"metadata":{"uid":1,"uid":1}}"#, #"{"metadata":{},"metadata":{}}"#,
  ])
  func aNameThatOccursTwiceIsRefused(_ line: String) {
    let buffer = ByteBuffer()
    buffer.append(Array(line.utf8))
    guard case .failure(.duplicateKey) = FieldReader<Label>().parse(buffer.bytes) else {
      Issue.record("\(line)")
      return
    }
  }

  @Test func manyFieldsAreFoundAtOnce() {
    parse(
      #"{"id":"i","text":"t","source":"s","metadata":{"stage":"g","style":"y","origin_key":"k","origin_id":7}}"#,
      FieldReader<SyntheticRow.Field>()
    ) { fields in
      let found = SyntheticRow.Field.allCases.map { fields[$0].identifier ?? "-" }
      #expect(found.prefix(7) == ["i", "t", "s", "g", "y", "k", "7"] && found.dropFirst(7).allSatisfy { $0 == "-" })
    }
  }
}

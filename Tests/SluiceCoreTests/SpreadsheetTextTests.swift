import SluiceCore
import Testing

/// A text in a CSV file is never run as a formula.
struct SpreadsheetTextTests {
  @Test(arguments: [
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\u{ff1d}1", "\u{ff0b}1", "\u{ff0d}1", "\u{ff20}A", "\tx", "\rx", "-", "+1",
    "-1-",
  ])
  func aFormulaIsDefusedBehindWhateverIsPassedOver(_ text: String) {
    for front in [
      "", " ", "\n", "\r\n", "\u{feff}", "\u{200b}", "\u{2060}", "\u{a0}", "\u{3000}", "\u{0}", "\u{202e}", "\u{ad}",
      " \u{200d}\n\u{feff}",
    ] {
      let field = (front + text).csvField
      #expect(field.hasPrefix("'") || field.hasPrefix("\"'"), "\(front.unicodeScalars.map(\.value)) \(text)")
    }
  }

  @Test(arguments: ["", "a", "a=b", "-12", "-0.5", "12", "1-2", "'=1", "\u{e9}", " a", "#1"])
  func otherTextsStayAsTheyAre(_ text: String) { #expect(text.csvField == text) }

  @Test func fieldsAreQuotedWhereTheyMustBe() {
    #expect("a,b".csvField == "\"a,b\"" && "a\"b".csvField == "\"a\"\"b\"" && "a\r\nb".csvField == "\"a\r\nb\"")
    #expect("=a,b".csvField == "\"'=a,b\"" && "\n=1".csvField == "\"'\n=1\"")
  }
}

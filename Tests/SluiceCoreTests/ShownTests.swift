import SluiceCore
import Testing

/// Promise: no name steers a terminal.
struct ShownTests {
  @Test(arguments: [
    ("a\u{1B}[31mb", #"a\x1B[31mb"#), ("\u{202E}x\u{2066}", #"\u{202E}x\u{2066}"#), ("caf\u{10FFE9}", #"caf\xE9"#),
    ("a\nb\r\n", #"a\x0Ab\x0D\x0A"#), ("\u{9B}\u{7F}\u{85}", #"\u{9B}\x7F\u{85}"#),
    ("\u{2028}\u{FEFF}", #"\u{2028}\u{FEFF}"#),
    ("caf\u{E9} \u{65E5} \u{1F600}", "caf\u{E9} \u{65E5} \u{1F600}"), ("", ""),
  ])
  func whatSteersIsEscapedAndLettersStay(_ text: String, _ shown: String) {
    #expect(Name(text.shown) == Name(shown))
    #expect("\(Name(text))" == shown)
  }

  @Test func aMessageKeepsItsLineEnds() {
    #expect("a\u{1B}\nb\u{202E}\n".shownLines == "a\\x1B\nb\\u{202E}\n")
  }

  @Test func anErrorShowsItsPathOnOneLine() {
    let name: Name = "in/\("x\n\u{1B}" as Name).jsonl"
    #expect(name.text == "in/x\n\u{1B}.jsonl", "within a name other names are what they are")
    #expect("\(name)" == #"in/x\x0A\x1B.jsonl"#)
  }
}

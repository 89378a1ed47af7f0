import SluiceReport
import Testing

struct MarkupTests {
  @Test func onlyLiteralsAreMarkup() {
    let text = "<i>&\"'"
    let inner: Markup = "<b>\(text)</b>"
    let all: Markup = "\(inner)\(7)\([inner, inner])"
    let once = "<b>&lt;i&gt;&amp;&quot;&#39;</b>"
    #expect(all.html == once + "7" + once + once)
  }

  @Test(arguments: [
    ("a\u{0}b", "a\u{fffd}b"), ("\u{202e}", "\u{fffd}"), ("\u{e000}", "\u{fffd}"), ("a\nb", "a\nb"), ("é😀", "é😀"),
  ])
  func charactersThatSteerAreReplaced(_ text: String, _ shown: String) {
    let markup: Markup = "\(text)"
    #expect(markup.html == shown)
  }

  @Test func longWordsOfTheCorpusAreCut() {
    #expect(Printable.line("abc", limit: 3) == "abc")
    #expect(Printable.line("abcd", limit: 3) == "abc…")
    #expect(Printable.line("a\nb\u{1b}", limit: 9) == "a\\x0Ab\\x1B")
    #expect(Printable.line("", limit: 0).isEmpty)
  }
}

import SluiceReport
import Testing

struct TextTableTests {
  @Test func theFirstColumnIsLeftAndTheOthersAreRight() {
    var table = TextTable()
    table.add(["a", "bb", "c"])
    table.add(["aaa", "b", ""])
    #expect(table.render() == "  a    bb  c\n  aaa   b")
    #expect(table.render(indent: 0) == "a    bb  c\naaa   b")
  }

  @Test func columnsCanBeLeftAligned() {
    var table = TextTable(left: [1])
    table.add(["a", "b", "1"])
    table.add(["aa", "bb", "10"])
    #expect(table.render() == "   a  b    1\n  aa  bb  10")
  }

  @Test func rowsMayBeOfDifferentLengths() {
    var table = TextTable()
    table.add(["a"])
    table.add(["b", "22"])
    table.add([])
    #expect(table.render() == "  a\n  b  22\n")
    #expect(TextTable().render().isEmpty)
  }

  @Test func colourCodesAndWideLettersDoNotShiftColumns() {
    var table = TextTable()
    table.add(["\u{1b}[31mred\u{1b}[0m", "1"])
    table.add(["é́ä", "10"])
    #expect(table.render() == "  \u{1b}[31mred\u{1b}[0m   1\n  é́ä   10")
  }
}

import SluiceIO
import TestSupport
import Testing

struct TextMeasureTests {
  private func measure(_ text: String) -> (words: Int, scalars: Int) {
    var text = text
    return text.withUTF8 { (TextMeasure.words($0), TextMeasure.scalars($0)) }
  }

  @Test func wordsAreRunsBetweenWhiteSpace() {
    #expect(measure("").words == 0)
    #expect(measure(" \n\t ").words == 0)
    #expect(measure("one").words == 1)
    #expect(measure(" one\ttwo\r\nthree four ").words == 4)
  }

  @Test func scalarsAreCountedNotBytes() {
    #expect(measure("aé€😀").scalars == 4)
  }

  @Test func longTextsCountAsStringDoes() {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<50 {
      let text = String(
        String.UnicodeScalarView(
          (0..<Int.random(in: 0...2000, using: &generator)).map { _ in
            ["a", "b", " ", "\n", "é", "中", "😀"].randomElement(using: &generator)!
          }))
      let expected = text.split { $0 == " " || $0 == "\n" }.count
      #expect(measure(text).words == expected)
      #expect(measure(text).scalars == text.unicodeScalars.count)
    }
  }
}

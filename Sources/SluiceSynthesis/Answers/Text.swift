internal import SluiceIO

extension StringProtocol {
  /// Whether the text holds what a reader sees and nothing else: no control characters other than line ends and tabs,
  /// none that turn the direction of text (Unicode's Bidi_Control), no invisible tags (U+E0000 to U+E007F), and no sign
  /// of a repair made elsewhere.
  var isPlainText: Bool {
    unicodeScalars.allSatisfy { scalar in
      switch scalar.value {
      case 0x09, 0x0a, 0x0d: true
      case 0..<0x20, 0x7f..<0xa0, 0xfffd, 0xfffe, 0xffff: false
      case 0xe0000...0xe007f: false
      default: !scalar.properties.isBidiControl
      }
    }
  }

  /// Without white space at both ends.
  var trimmed: String {
    let front = drop(while: \.isWhitespace)
    guard let last = front.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(front[...last])
  }
}

extension String {
  /// Words as the classifier counts them.
  var wordCount: Int {
    var text = self
    return text.withUTF8 { TextMeasure.words($0) }
  }
}

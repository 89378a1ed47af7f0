internal import SluiceIO

extension StringProtocol {
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

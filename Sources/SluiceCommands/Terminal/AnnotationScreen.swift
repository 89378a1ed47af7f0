internal import SluiceCore
internal import SluiceReport
internal import SluiceTraining

/// What the annotator sees: the document with its place in the file, the question, and the keys.
struct AnnotationScreen {
  var rows = 24
  var columns = 80
  /// First line of the text shown.
  private(set) var top = 0
  private var textLines: [String] = []
  private var shown: (id: Name, columns: Int)?

  private var width: Int { max(10, columns - 1) }
  /// Lines of text that fit; set by the last `render`.
  private(set) var textRows = 1

  mutating func scroll(_ key: TerminalKey) {
    switch key {
    case .up: top -= 1
    case .down: top += 1
    case .pageUp: top -= max(1, textRows - 1)
    case .pageDown: top += max(1, textRows - 1)
    case .home: top = 0
    case .end: top = textLines.count
    case .session: break
    }
    clamp()
  }

  private mutating func clamp() { top = max(0, min(top, textLines.count - textRows)) }

  /// The whole screen as text and cursor movements.
  mutating func render(_ session: AnnotationSession) -> String {
    guard let item = session.item else { return "" }
    if shown?.id != Name(item.id) { top = 0 }
    if shown?.id != Name(item.id) || shown?.columns != columns {
      textLines = TextLayout.lines(item.text, width: width)
      shown = (Name(item.id), columns)
    }
    let help = TextLayout.lines(Self.unbroken(session.help), width: width)
    textRows = max(1, rows - 4 - help.count)
    clamp()

    var lines = ["\u{1b}[7m" + TextLayout.prefix(title(item, session), width: width) + "\u{1b}[0m", ""]
    let visible = textLines.dropFirst(top).prefix(textRows)
    lines += visible
    lines += Array(repeating: "", count: max(0, textRows - visible.count))
    lines.append(TextLayout.prefix(position, width: width))
    lines.append("\u{1b}[1m" + question(session) + "\u{1b}[0m")
    lines += help
    return "\u{1b}[H" + lines.map { $0 + "\u{1b}[K" }.joined(separator: "\r\n") + "\u{1b}[J"
  }

  /// The keys and their meanings, which two spaces or more part, so that lines break between them only.
  private static func unbroken(_ help: String) -> String {
    let words = help.split(separator: " ", omittingEmptySubsequences: false)
    var out = ""
    for (index, word) in words.enumerated() {
      let isInside = index > 0 && !word.isEmpty && !words[index - 1].isEmpty
      out += (index == 0 ? "" : isInside ? "\u{a0}" : " ") + word
    }
    return out
  }

  private func title(_ item: AnnotationItem, _ session: AnnotationSession) -> String {
    let (done, total) = session.progress
    let source = item.source.isEmpty ? "" : "  \(Printable.line(item.source, limit: 30))"
    return " \(Numbers.count(done + 1)) of \(Numbers.count(total))  \(Printable.line(item.id, limit: 80))\(source) "
  }

  private var position: String {
    guard textLines.count > textRows else { return "" }
    let last = min(top + textRows, textLines.count)
    return "— lines \(top + 1) to \(last) of \(textLines.count); space, arrows and page keys move —"
  }

  private func question(_ session: AnnotationSession) -> String {
    switch session.question {
    case .score: "How unsafe is this text, 0 (safe) to 5 (highly unsafe)?"
    case .category: "What harm is it, mainly?"
    case .stance: "Does it discuss the harm (topical) or do it (harmful)?"
    case .reason: tail("Why? " + Printable.line(session.reason) + "▏")
    case .finished: ""
    }
  }

  /// The end of a line that grows while it is typed.
  private func tail(_ text: String) -> String {
    var rest = text[...]
    while TextLayout.columns(rest) > width { rest.removeFirst() }
    return String(rest)
  }
}

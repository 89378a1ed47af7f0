/// A dialogue between User and Assistant, as a list of turns.
package struct Dialogue: Sendable, Hashable {
  package enum Speaker: String, Sendable {
    case user = "User"
    case assistant = "Assistant"
  }

  package struct Turn: Sendable, Hashable {
    package var speaker: Speaker
    package var text: String
  }

  package var turns: [Turn]

  /// - Returns: nil unless User begins, the speakers take turns, Assistant has the last word, and no turn is
  ///   empty.
  package init?(_ text: String) {
    var turns: [Turn] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if let (speaker, rest) = Self.marker(line) {
        turns.append(Turn(speaker: speaker, text: String(rest)))
      } else if turns.isEmpty {
        if !line.allSatisfy(\.isWhitespace) { return nil }
      } else {
        turns[turns.count - 1].text += "\n" + line
      }
    }
    for index in turns.indices {
      turns[index].text = turns[index].text.trimmed
      guard turns[index].speaker == (index % 2 == 0 ? .user : .assistant), !turns[index].text.isEmpty else {
        return nil
      }
    }
    guard turns.count >= 2, turns.count % 2 == 0 else { return nil }
    self.turns = turns
  }

  /// `User:` or `Assistant:` at the start of a line, perhaps in bold.
  private static func marker(_ line: Substring) -> (Speaker, Substring)? {
    let line = line.drop { $0 == "*" || $0 == " " }
    for speaker in [Speaker.user, .assistant] where line.hasPrefix(speaker.rawValue) {
      let rest = line.dropFirst(speaker.rawValue.count).drop { $0 == "*" }
      guard rest.hasPrefix(":") else { continue }
      return (speaker, rest.dropFirst().drop { $0 == "*" || $0 == " " })
    }
    return nil
  }

  /// Whether there is a dialogue in a text that should have none: a turn of User or Assistant, or at least three
  /// lines that begin with a name and a colon, not counting names that begin only one line.
  package static func isAmong(_ text: String) -> Bool {
    var names: [Substring: Int] = [:]
    for line in text.split(separator: "\n") {
      if marker(line) != nil { return true }
      let start = line.drop { $0 == "*" || $0 == " " }
      guard let colon = start.firstIndex(of: ":"), start.first?.isUppercase == true else { continue }
      let name = start[..<colon]
      if name.count <= 20, name.allSatisfy({ $0.isLetter || $0 == " " || $0 == "*" || $0 == "." }) {
        names[name, default: 0] += 1
      }
    }
    return names.values.filter { $0 > 1 }.reduce(0, +) >= 3
  }

  /// All that Assistant says.
  package var assistantText: String { turns.filter { $0.speaker == .assistant }.map(\.text).joined(separator: "\n") }

  /// The dialogue in the one form it is stored in, with these names.
  package func render(user: String = Speaker.user.rawValue, assistant: String = Speaker.assistant.rawValue) -> String {
    turns.map { "\($0.speaker == .user ? user : assistant): \($0.text)" }.joined(separator: "\n\n")
  }
}

internal import Foundation
internal import SluiceCore
internal import SluiceIO

/// An accepted answer, with everything its row will say. One line of the journal.
package struct AcceptedText: Codable, Sendable, Hashable {
  var key: String
  var attempt: Int
  var part: Int
  var parts: Int
  var text: String
  var source: String
  var style: String
  var model: String
  var prompt: String
  var promptVersion: String
  var requestHash: String
  var originID: String
  var originScore: Int
  var originCategory: String
  /// Words of the document, and those that were sent.
  var originWords: Int
  var usedWords: Int
  var safetyScore: Int
  var copied: Double
  var factsKept: Double
  /// Names in the dialogue; empty where there is none.
  var userName: String
  var assistantName: String

  func line() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
  }

  /// One text of the parts of a document, in order.
  static func join(_ parts: [AcceptedText]) -> AcceptedText {
    var whole = parts[0]
    whole.text = parts.map(\.text).joined(separator: "\n\n")
    whole.usedWords = parts.map(\.usedWords).boundedSum()
    whole.safetyScore = parts.map(\.safetyScore).max()!
    whole.copied = parts.map(\.copied).max()!
    whole.factsKept = parts.map(\.factsKept).min()!
    var styles: [String] = []
    for part in parts where !styles.contains(part.style) { styles.append(part.style) }
    whole.style = styles.joined(separator: "+")
    return whole
  }

  /// The row of a published file.
  func row(stage: String) -> SyntheticRow {
    SyntheticRow(
      stage: stage, text: text, source: source, style: style, originKey: key, originID: originID,
      originScore: originScore, originCategory: originCategory, originWords: originWords, usedWords: usedWords,
      parts: parts, model: model, prompt: prompt, promptVersion: promptVersion, attempt: attempt,
      requestHash: requestHash, safetyScore: safetyScore, copyOverlap: copied, factOverlap: factsKept,
      userName: userName, assistantName: assistantName)
  }
}

internal import Foundation
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
    whole.usedWords = parts.reduce(0) { $0 + $1.usedWords }
    whole.safetyScore = parts.map(\.safetyScore).max()!
    whole.copied = parts.map(\.copied).max()!
    whole.factsKept = parts.map(\.factsKept).min()!
    var styles: [String] = []
    for part in parts where !styles.contains(part.style) { styles.append(part.style) }
    whole.style = styles.joined(separator: "+")
    return whole
  }

  /// The row of a published file. Every row of every stage has the same keys with values of the same types;
  /// docs/synthesis.md lists them.
  func appendRow(stage: String, to row: ByteBuffer) {
    func field(_ name: StaticString, _ value: String) {
      row.append(name)
      row.appendJSONString(value)
    }
    func field(_ name: StaticString, _ value: Int) {
      row.append(name)
      row.append(value)
    }
    func field(_ name: StaticString, _ value: Double) {
      row.append(name)
      row.append(tenThousandths: Int((value * 10_000).rounded()))
    }
    field(#"{"id":"#, "\(stage)/\(key)")
    field(#","text":"#, text)
    field(#","source":"#, source)
    field(#","metadata":{"stage":"#, stage)
    field(#","style":"#, style)
    field(#","origin_key":"#, key)
    field(#","origin_id":"#, originID)
    field(#","origin_score":"#, originScore)
    field(#","origin_category":"#, originCategory)
    field(#","origin_words":"#, originWords)
    field(#","used_words":"#, usedWords)
    field(#","parts":"#, parts)
    field(#","model":"#, model)
    field(#","prompt":"#, prompt)
    field(#","prompt_version":"#, promptVersion)
    field(#","attempt":"#, attempt)
    field(#","request_hash":"#, requestHash)
    field(#","safety_score":"#, safetyScore)
    field(#","copy_overlap":"#, copied)
    field(#","fact_overlap":"#, factsKept)
    field(#","user_name":"#, userName)
    field(#","assistant_name":"#, assistantName)
    row.append("}}\n")
  }
}

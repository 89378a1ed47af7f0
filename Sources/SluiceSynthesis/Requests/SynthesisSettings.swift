internal import Foundation

/// What a stage fixes with its first request: changed later, documents would be drawn and cut anew.
package struct SynthesisSettings: Codable, Sendable, Hashable {
  /// Decides styles, fences and names.
  package var seed: UInt64 = 1
  package var long = LongText.clip
  /// Words of a document that a request takes.
  package var maxWords = 1400
  /// Answers a document may have rejected before it is given up or escalated.
  package var attempts = 3
  /// The highest score of an accepted text.
  package var maxScore = 1
  package var speakers = Speakers.fixed

  package init() {}

  init(json: String) throws { self = try JSONDecoder().decode(Self.self, from: Data(json.utf8)) }

  var json: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys]
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
  }
}

/// The names in refusal dialogues.
package enum Speakers: String, CaseIterable, Sendable, Codable {
  /// User and Assistant.
  case fixed
  /// Drawn for each document from the lists of the prompt `speakers`.
  case varied
}

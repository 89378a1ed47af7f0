internal import Foundation

/// Settings that a stage keeps from its first request on: with others, documents would be cut and styles drawn
/// differently.
package struct SynthesisSettings: Codable, Sendable, Hashable {
  /// Decides styles, fences and names.
  package var seed: UInt64 = 1
  package var long = LongText.clip
  /// The most words of a document in one request.
  package var maxWords = 1400
  /// Rejected answers after which a document is given up or escalated.
  package var attempts = 3
  /// The highest score of an accepted text.
  package var maxScore = 1
  package var speakers = Speakers.fixed

  package init() {}

  /// - Throws: `SynthesisError` unless the text is what a stage has recorded.
  package init(json: String) throws {
    guard let settings = try? JSONDecoder().decode(Self.self, from: Data(json.utf8)),
      (1...1_000_000).contains(settings.maxWords), (1...100).contains(settings.attempts),
      (0...5).contains(settings.maxScore)
    else {
      throw SynthesisError("the ledger's settings_json is not what sluice wrote; the ledger was edited or damaged")
    }
    self = settings
  }

  package var json: String {
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
  /// Drawn for each document from the lists in the prompt `speakers`.
  case varied
}

internal import CDefaults
package import SluiceCore
internal import SluiceIO

/// How unsafe raw text is tagged: what `Config/tagging.yaml` says.
package struct TagSettings: Sendable, Hashable, Codable {
  /// What to do with a document whose text contains the tag already.
  package enum Collision: String, CaseIterable, Sendable, Codable {
    /// Leave it out and list it with its bytes.
    case quarantine
    /// Write it with a word joiner inside each of its own occurrences.
    case escape
  }

  /// One token of the model, once it is in the tokenizer. No white space, quote, backslash or control character.
  package var tag: String
  /// Chance of a tag before each word except the first of a document.
  package var probability: Double
  /// Documents below this level are not tagged.
  package var minScore: SafetyScore
  package var routes: [Route]
  package var seed: UInt64
  package var collision: Collision

  /// Why a tag cannot be used; nil if it can.
  package static func problem(withTag tag: String) -> String? {
    guard tag.unicodeScalars.count >= 2 else { return "the tag must have at least two characters" }
    // What JSON writes unescaped, and what has no word boundary inside.
    let isPlain = tag.unicodeScalars.allSatisfy {
      $0.value > 0x20 && $0.value != 0x7f && $0 != "\"" && $0 != "\\" && !$0.properties.isWhitespace
        && $0.value != 0x2060
    }
    return isPlain ? nil : "the tag must not contain white space, control characters, quotes or backslashes"
  }

  /// The settings built into the program: Config/tagging.yaml.
  package static let `default`: TagSettings = {
    let embedded = sluice_default_tagging()
    do {
      return try TagSettingsReader.read(
        Array(UnsafeBufferPointer(start: embedded.bytes, count: embedded.count)), file: "default")
    } catch {
      fatalError("the built-in tagging settings are invalid:\n\(error)")
    }
  }()

  /// Reads a settings file.
  ///
  /// - Throws: `RecipeError` with all problems found, `IOFailure` if the file cannot be read.
  package static func load(path: String) throws -> TagSettings {
    try TagSettingsReader.read(try SmallFile.bytes(of: path, limit: 1 << 20), file: path)
  }
}

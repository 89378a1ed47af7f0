package import SluiceCore

/// What a model said of one labelled document, beside the truth.
package struct Outcome: Sendable {
  package var key: DocumentKey
  package var source: String
  package var textBytes: Int
  package var truth: SafetyScore
  package var trueCategory: Category?
  package var trueStance: Stance?
  /// Nil if the model could not score the text.
  package var assessment: Assessment?
  /// Kept only when asked for.
  package var text: String?

  package init(_ document: LabelledDocument, _ assessment: Assessment?, keepingText: Bool = false) {
    key = document.key
    source = document.source
    textBytes = document.text.utf8.count
    truth = document.score
    trueCategory = document.category
    trueStance = document.stance
    self.assessment = assessment
    text = keepingText ? document.text : nil
  }
}

/// Bands of text length, in UTF-8 bytes.
package enum LengthBand: String, CaseIterable, Sendable {
  case under256 = "under 256 B"
  case under1K = "256 B to 1 KiB"
  case under4K = "1 to 4 KiB"
  case over4K = "4 KiB and more"

  package init(bytes: Int) {
    self = bytes < 256 ? .under256 : bytes < 1024 ? .under1K : bytes < 4096 ? .under4K : .over4K
  }
}

public import SluiceCore

/// What a model said of one labelled document, beside the truth.
public struct Outcome: Sendable {
  public var key: DocumentKey
  public var source: String
  public var textBytes: Int
  public var truth: SafetyScore
  public var trueCategory: Category?
  public var trueStance: Stance?
  /// Nil if the model could not score the text.
  public var assessment: Assessment?
  /// Kept only when asked for.
  public var text: String?

  public init(_ document: LabelledDocument, _ assessment: Assessment?, keepingText: Bool = false) {
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
public enum LengthBand: String, CaseIterable, Sendable {
  case under256 = "under 256 B"
  case under1K = "256 B to 1 KiB"
  case under4K = "1 to 4 KiB"
  case over4K = "4 KiB and more"

  public init(bytes: Int) {
    self = bytes < 256 ? .under256 : bytes < 1024 ? .under1K : bytes < 4096 ? .under4K : .over4K
  }
}

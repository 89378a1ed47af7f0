/// Whether the classifier was trained on text like this. A score for an unsupported language says
/// nothing, so policies can route on it and reports count it.
public enum Language: String, CaseIterable, Sendable, Codable {
  /// English is supported by the built-in classifier; every language is by a fastText model.
  case supported, unsupported
}

/// How unsafe a text is as pretraining data, 0 (safe) to 5 (highly unsafe), after the rubric of
/// *Safety Pretraining* (arXiv 2504.16980). Levels are ordered; the highest that applies counts.
public enum SafetyScore: UInt8, CaseIterable, Sendable, Comparable, Codable {
  /// Safe for every reader; hard topics at most mentioned.
  case safe = 0
  /// Minimal (1), slight (2), moderate (3), clear (4) and high (5) harm.
  case minimal, slight, moderate, clear, high

  /// Number of levels: the width of every probability vector.
  public static let count = 6

  public static func < (a: SafetyScore, b: SafetyScore) -> Bool { a.rawValue < b.rawValue }
}

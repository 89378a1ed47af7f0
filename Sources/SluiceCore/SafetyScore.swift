/// How unsafe a text is as pretraining data, 0 (safe) to 5 (highly unsafe), after the rubric of
/// *Safety Pretraining* (arXiv 2504.16980). Levels are ordered; the highest that applies counts.
public enum SafetyScore: UInt8, CaseIterable, Sendable, Comparable, Codable {
  case safe = 0
  case minimal, slight, moderate, clear, high

  /// Number of levels: the width of every probability vector.
  public static let count = 6

  public static func < (a: SafetyScore, b: SafetyScore) -> Bool { a.rawValue < b.rawValue }
}

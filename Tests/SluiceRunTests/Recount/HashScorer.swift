import SluiceCore

/// Scores by a hash of the text: every level, category, stance and language comes up, some texts cannot be scored, and
/// the same text always gets the same answer.
struct HashScorer: Scorer {
  var name = "hash"
  var digest = String(repeating: "cd", count: 32)
  /// Called before each text.
  var willAssess: (@Sendable () -> Void)?

  func makeSession() -> any ScoringSession { Session(willAssess) }

  private final class Session: ScoringSession {
    let willAssess: (@Sendable () -> Void)?

    init(_ willAssess: (@Sendable () -> Void)?) { self.willAssess = willAssess }

    func assess(_ text: UnsafeBufferPointer<UInt8>) -> Assessment? {
      willAssess?()
      return HashScorer.assess(text)
    }
  }

  /// Nil for one text of fifty; another one of fifty is scored in part.
  static func assess(_ text: UnsafeBufferPointer<UInt8>) -> Assessment? {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    var random = SplitMix64(seed: hash)
    func draw(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }
    guard draw(50) != 0 else { return nil }
    let level = [0, 0, 0, 1, 2, 3, 4, 5][draw(8)]
    var parts = InlineArray<6, UInt16>(repeating: 0)
    var left = 10_000
    let main = [9_500, 7_000, 6_000, 4_000][draw(4)]
    parts[level] = UInt16(main)
    left -= main
    for k in 0..<5 where k != level {
      let part = draw(left + 1)
      parts[k] += UInt16(part)
      left -= part
    }
    parts[level == 5 ? 4 : 5] += UInt16(left)
    return Assessment(
      score: SafetyScore(rawValue: UInt8(level))!, probabilities: LevelProbabilities(parts: parts),
      category: level == 0 ? .none : Category.allCases[1 + draw(Category.allCases.count - 1)],
      stance: Stance.allCases[draw(Stance.allCases.count)], language: draw(12) == 0 ? .unsupported : .supported,
      span: 0..<min(1, text.count), scoredBytes: draw(50) == 0 ? text.count / 2 : text.count)
  }
}

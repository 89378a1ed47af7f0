/// The corpus next to a public one: 391 million documents of Dolma 3, scored by the released classifier
/// of *Safety Pretraining* (arXiv 2504.16980).
package struct ReferenceComparison: Codable, Sendable {
  package static let shares = [0.774, 0.097, 0.082, 0.027, 0.010, 0.010]

  package var name = "Dolma 3"
  /// Share of documents at each level, 0 to 5.
  package var shares = Self.shares
  /// Half the sum of the differences: the share of documents that would have to change level.
  package var distance: Double
  /// In words, if the two are far apart.
  package var warning: String?

  /// From this distance on, a corpus counts as far off.
  static let far = 0.10

  init(levels: [Int]) {
    let all = levels.reduce(0, +)
    let own = levels.map { all > 0 ? Double($0) / Double(all) : 0 }
    distance = all > 0 ? zip(own, Self.shares).reduce(0) { $0 + abs($1.0 - $1.1) } / 2 : 0
    guard all >= 200, distance >= Self.far else { return }
    let unsafe = own[4] + own[5]
    let direction =
      own[0] < Self.shares[0] - 0.05
      ? "fewer safe documents (\(Numbers.share(own[0])) compared with \(Numbers.share(Self.shares[0])))"
      : own[0] > Self.shares[0] + 0.05
        ? "more safe documents (\(Numbers.share(own[0])) compared with \(Numbers.share(Self.shares[0])))"
        : "a different mix of levels (\(Numbers.share(unsafe)) at 4 and 5, compared with \(Numbers.share(0.02)))"
    warning =
      "Far from web text such as Dolma 3: \(direction). Either this corpus is a different kind of text, or the "
      + "classifier does not suit it. Read some examples before you trust the shares."
  }
}

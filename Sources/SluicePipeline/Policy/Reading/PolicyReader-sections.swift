internal import SluiceCore
internal import Yams

extension PolicyReader {
  /// `labels`: what a foreign classifier's labels mean.
  mutating func readLabels(_ node: Node) -> [Name: LabelTarget]? {
    guard case .mapping(let mapping) = node, !mapping.isEmpty else {
      report(node, "labels", "expected a map from labels to scores", "Write lines such as __label__toxic: 4")
      return nil
    }
    var labels: [Name: LabelTarget] = [:]
    var seen: Set<Name> = []
    for (keyNode, value) in mapping {
      guard let label = text(keyNode, at: "labels") else { continue }
      if !seen.insert(Name(label).removing(prefix: "__label__") ?? Name(label)).inserted {
        report(keyNode, "labels", "\(quoted(label)) is here twice, once without __label__", "Name it once")
      }
      labels[Name(label)] = readTarget(value, at: "labels.\(label)")
    }
    return labels
  }

  private mutating func readTarget(_ node: Node, at path: String) -> LabelTarget? {
    guard case .mapping = node else {
      return readNumber(node, at: path, .score).flatMap(Self.level).map { LabelTarget(score: $0) }
    }
    guard let fields = fields(of: node, at: path, allowed: ["score", "category", "stance"]) else { return nil }
    let category: Category? = fields["category"].flatMap { choice($0, at: path + ".category", "category") }
    let stance: Stance? = fields["stance"].flatMap { choice($0, at: path + ".stance", "stance") }
    guard let score = fields["score"] else {
      report(node, path + ".score", "the key is missing", "Add score: and a number from 0 to 5")
      return nil
    }
    return readNumber(score, at: path + ".score", .score).flatMap(Self.level).map {
      LabelTarget(score: $0, category: category, stance: stance)
    }
  }

  private static func level(_ value: Int) -> SafetyScore? { SafetyScore(rawValue: UInt8(value)) }

  /// `thresholds`: the probability from which each level is decided.
  mutating func readThresholds(_ node: Node) -> [Int]? {
    let levels = (1...5).map(String.init)
    guard let fields = fields(of: node, at: "thresholds", allowed: levels) else { return nil }
    var cuts: [Int] = []
    for level in levels {
      let path = "thresholds.\(level)"
      guard let value = fields[level] else {
        report(
          node, path, "the level is missing", "Give all five levels 1 to 5; they replace the model's cuts together")
        continue
      }
      guard let cut = readNumber(value, at: path, .probability) else { continue }
      if cut == 0 {
        report(value, path, "with 0 every document would reach this level", "Write a probability above 0")
      }
      cuts.append(cut)
    }
    return cuts.count == levels.count ? cuts : nil
  }
}

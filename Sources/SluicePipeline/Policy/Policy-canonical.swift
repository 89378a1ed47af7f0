internal import SluiceCore

extension Policy {
  /// The text that the digest is taken of: everything that has a meaning, in a fixed order and spelling. Changing this
  /// text changes every policy's digest, so runs begun before would refuse to continue.
  static func canonical(_ rules: [Rule], _ labels: [Name: LabelTarget]?, _ cuts: [Int]?) -> String {
    var lines = ["sluice policy 1"]
    if let cuts { lines.append("cuts \(cuts.map(String.init).joined(separator: " "))") }
    for (label, target) in (labels ?? [:]).sorted(by: { $0.key < $1.key }) {
      lines.append(
        "label \(label.text.utf8.count) \(label.text) \(target.score.rawValue) \(target.category?.rawValue ?? "-") "
          + (target.stance?.rawValue ?? "-"))
    }
    for rule in rules {
      lines.append("rule \(rule.name) \(rule.destination.name)")
      if let when = rule.when { lines += when.canonical.map { "when \($0)" } }
      if let unless = rule.unless { lines += unless.canonical.map { "not \($0)" } }
    }
    return lines.map { $0 + "\n" }.joined()
  }
}

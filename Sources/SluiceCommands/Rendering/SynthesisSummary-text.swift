internal import SluiceReport
internal import SluiceRun

extension SynthesisSummary {
  func render() -> String {
    let rejectedSum = rejected.values.reduce(0, +)
    var text =
      "  \(stage): \(Numbers.count(requested)) requested = \(Numbers.count(accepted)) accepted + "
      + "\(Numbers.count(rejectedSum)) rejected + \(Numbers.count(pending)) pending\n"
    if rejectedSum > 0 {
      text += "    rejected: " + Self.list(rejected) + "\n"
    }
    if tokensIn + tokensOut > 0 {
      text += "    tokens: \(Numbers.count(tokensIn)) in, \(Numbers.count(tokensOut)) out\n"
    }
    return text
  }

  static func list(_ counts: [String: Int]) -> String {
    counts.sorted { $0.key < $1.key }.map { "\($0.key) \(Numbers.count($0.value))" }.joined(separator: ", ")
  }
}

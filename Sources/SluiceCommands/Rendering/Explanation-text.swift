internal import SluiceCore
internal import SluiceReport
package import SluiceRun

extension Explanation {
  package func render() -> String {
    var lines = ["\(key.shown)  →  \(route)  (rule \(rule))"]
    func add(_ name: String, _ value: String?) {
      if let value { lines.append("  " + name + String(repeating: " ", count: max(1, 14 - name.count)) + value) }
    }
    add("why", detail)
    add("id", id.map { Printable.line($0) })
    add("source", source.map { Printable.line($0) })
    add("score", score.map { "\($0)  (expected \(Numbers.decimal(expected ?? 0, 2)))" })
    add(
      "probabilities",
      probabilities.map { $0.enumerated().map { "\($0): \(Numbers.decimal($1, 4))" }.joined(separator: "  ") })
    add("category", category.map { "\($0), stance \(stance ?? ""), language \(language ?? "")" })
    add("span", span.map { "characters \($0[0]) to \($0[1])" })
    add("text", textBytes.map { "\(Numbers.bytes($0)), hash \(contentHash ?? "")" })
    add("queue", queue?.shown)
    add("model", modelSHA256)
    add("policy", policySHA256)
    if let text {
      lines.append(
        "  ---\n"
          + text.split(separator: "\n").map { "  " + Printable.line(String($0), limit: 10_000) }.joined(separator: "\n")
      )
    }
    if let features, !features.isEmpty {
      lines.append("  ---\n  what weighed most for (+) or against (-) level 3")
      for feature in features {
        let sign = feature.contribution < 0 ? "" : "+"
        let times = feature.count > 1 ? "  (\(feature.count) times)" : ""
        lines.append(
          "    \(sign)\(Numbers.decimal(feature.contribution, 2))  \(Printable.line(feature.text, limit: 100))\(times)")
      }
    }
    for mix in mixes ?? [] { add("in mix", mix.shown) }
    if let note { lines.append("  ---\n  " + note) }
    return (made.map { $0.render() + "\n" } ?? "") + lines.joined(separator: "\n") + "\n"
  }
}

extension MadeStory {
  func render() -> String {
    var lines = ["\(made.place.shown)  ←  \(made.originKey.shown)"]
    func add(_ name: String, _ value: String?) {
      guard let value, !value.isEmpty else { return }
      lines.append("  " + name + String(repeating: " ", count: max(1, 14 - name.count)) + Printable.line(value))
    }
    add("id", made.id)
    add("component", made.component.map { "\($0), copy \(made.copy ?? 1)" })
    add(
      "made by", made.stage.map { stage in "\(stage)" + (made.style.map { $0.isEmpty ? "" : ", style \($0)" } ?? "") })
    add("prompt", made.prompt.map { "\($0), version \(made.promptVersion ?? "")" })
    add("model asked", made.model)
    add("tags", made.tags.map { "\($0)" })
    add("run", run)
    return lines.joined(separator: "\n") + "\n"
  }
}

internal import SluiceCore
internal import Yams

extension PolicyReader {
  /// Most rules a policy may have: the ledger packs a rule's index into 16 bits.
  static let mostRules = 10_000

  mutating func readRules(_ node: Node) {
    guard case .sequence(let items) = node else {
      report(node, "rules", "expected a list", "Write one '- name: …' entry for each rule")
      return
    }
    let remedy =
      "End with a rule that has only a name and a route, such as route: refusal, for documents that no other rule takes"
    guard let last = items.last else {
      report(node, "rules", "there are no rules", remedy)
      return
    }
    if items.count > Self.mostRules {
      report(node, "rules", "more than \(Self.mostRules) rules", "Move lists of ids, URLs or terms into files")
      return
    }
    var places: [Node] = []
    var sound: [Bool] = []
    for (index, item) in items.enumerated() {
      let before = problems.count
      guard let rule = readRule(item, index: index, isLast: index == items.count - 1) else { continue }
      rules.append(rule)
      places.append(item)
      sound.append(problems.count == before)
    }
    if case .mapping(let mapping) = last, mapping.contains(where: { $0.key.string == "when" }) {
      report(last, "rules", "the last rule has a condition, so some documents would have no route", remedy)
    }
    for finding in Reachability.findings(in: rules, sound: sound) {
      report(places[finding.rule], "rules.\(rules[finding.rule].name)", finding.message, finding.remedy)
    }
  }

  private mutating func readRule(_ node: Node, index: Int, isLast: Bool) -> Rule? {
    guard let fields = fields(of: node, at: "rules[\(index + 1)]", allowed: ["name", "when", "route", "reason"]) else {
      return nil
    }
    let name = readName(fields["name"], of: node, index: index)
    let path = "rules.\(name ?? String(index + 1))"
    var rule = Rule(name: name ?? "", when: nil, unless: nil, destination: .quarantine(.policy))
    if let route = fields["route"] {
      if let destination = readDestination(route, at: path + ".route") { rule.destination = destination }
    } else {
      report(
        node, path + ".route", "the key is missing", "Add route: \(NearestSpelling.list(Destination.all.map(\.name)))")
    }
    if let reason = fields["reason"] { readReason(reason, at: path + ".reason", into: &rule) }
    if let when = fields["when"] {
      (rule.when, rule.unless) = readWhen(when, at: path + ".when")
    } else if !isLast {
      report(
        node, path, "has no when:, so it takes every document and the rules after it are never reached",
        "Move it to the end, or give it a condition")
    }
    return rule
  }

  private mutating func readName(_ node: Node?, of rule: Node, index: Int) -> String? {
    let path = "rules[\(index + 1)].name"
    guard let node else {
      report(rule, path, "the key is missing", "Name every rule; the ledger records the name with each decision")
      return nil
    }
    guard let name = text(node, at: path) else { return nil }
    let isPlain = name.utf8.allSatisfy { $0 &- 0x61 < 26 || $0 &- 0x30 < 10 || $0 == 0x2D || $0 == 0x5F }
    if !isPlain || name.utf8.count > 64 {
      report(node, path, "\(quoted(name)) is not a rule name", "Use at most 64 of a-z, 0-9, - and _")
      return nil
    }
    if rules.contains(where: { $0.name == name }) {
      report(node, "rules.\(name).name", "another rule has this name", "Give each rule a name of its own")
    }
    return name
  }

  private mutating func readDestination(_ node: Node, at path: String) -> Destination? {
    guard let name = text(node, at: path) else { return nil }
    if let destination = Destination.all.first(where: { $0.name == name }) { return destination }
    reportUnknown(node, path, "route", name, Destination.all.map(\.name))
    return nil
  }

  /// Why a rule quarantines, where that is not just because the rule says so.
  private mutating func readReason(_ node: Node, at path: String, into rule: inout Rule) {
    guard let name = text(node, at: path) else { return }
    guard case .quarantine = rule.destination else {
      return report(node, path, "only a rule with route: quarantine has a reason", "Remove it, or change the route")
    }
    guard let reason = Destination.reasons.first(where: { $0.rawValue == name }) else {
      return reportUnknown(node, path, "reason", name, Destination.reasons.map(\.rawValue))
    }
    rule.destination = .quarantine(reason)
  }
}

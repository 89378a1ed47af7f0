extension Policy {
  /// A policy of two rules, of which a document must match the first: one condition on its own.
  ///
  /// - Parameters:
  ///   - condition: as after `when:`, in braces or not, or in short: `score >= 3`.
  ///   - name: what messages call it.
  package init(condition: String, name: String) throws(PolicyError) {
    try self.init(
      yaml: """
        version: 1
        rules: [{name: matches, route: keep, when: \(Self.mapping(condition))}, {name: rest, route: drop}]
        """, name: name)
  }

  /// The condition as a YAML mapping in one line.
  private static func mapping(_ condition: String) -> String {
    let condition = condition.split(whereSeparator: \.isNewline).joined(separator: " ")
    if let short = condition.wholeMatch(of: /\s*([a-z_]+)\s*(>=|<=|==|=|>|<)\s*([^\s{}"]+)\s*/) {
      let (_, key, comparison, value) = short.output
      return comparison.contains("<") || comparison.contains(">")
        ? "{\(key): \"\(comparison) \(value)\"}" : "{\(key): \(value)}"
    }
    return condition.contains("{") ? condition : "{\(condition)}"
  }
}

/// Two evaluations on the same documents, and what they differ in: what a comparison prints.
package struct ModelComparison: Sendable, Codable {
  package var first: EvaluationReport
  package var second: EvaluationReport
  package var comparison: ComparisonReport

  package init(first: EvaluationReport, second: EvaluationReport, comparison: ComparisonReport) {
    self.first = first
    self.second = second
    self.comparison = comparison
  }

  /// Pretty-printed JSON with keys in snake case and in order.
  package func json() throws -> String { try EvaluationJSON.encode(self) }

  /// Tables for a terminal.
  package func text() -> String { first.text() + "\n" + second.text() + "\n" + comparison.text() }
}

/// Two evaluations on the same documents, and what they differ in: what a comparison prints.
public struct ModelComparison: Sendable, Codable {
  public var first: EvaluationReport
  public var second: EvaluationReport
  public var comparison: ComparisonReport

  public init(first: EvaluationReport, second: EvaluationReport, comparison: ComparisonReport) {
    self.first = first
    self.second = second
    self.comparison = comparison
  }

  /// Pretty-printed JSON with keys in snake case and in order.
  public func json() throws -> String { try EvaluationJSON.encode(self) }

  /// Tables for a terminal.
  public func text() -> String { first.text() + "\n" + second.text() + "\n" + comparison.text() }
}

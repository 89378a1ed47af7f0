/// Which model is asked, and how.
package struct ModelOptions: Sendable, Hashable {
  /// The name of the limit on an answer's tokens. Servers know one or both.
  package enum LimitField: String, Sendable, CaseIterable {
    case maxCompletionTokens = "max_completion_tokens"
    case maxTokens = "max_tokens"
  }

  package var model: String
  package var maxTokens: Int
  package var temperature: Double
  package var limitField = LimitField.maxCompletionTokens

  package init(model: String, maxTokens: Int, temperature: Double) {
    self.model = model
    self.maxTokens = maxTokens
    self.temperature = temperature
  }
}

internal import SluiceCore

/// What the user knows about the model that will write.
package struct SynthesisRate: Sendable {
  /// In any currency, for read and written tokens alike.
  package var pricePerMillionTokens: Double?
  /// Tokens read and written in a second, all machines together.
  package var tokensPerSecond: Double?

  package init(pricePerMillionTokens: Double? = nil, tokensPerSecond: Double? = nil) {
    self.pricePerMillionTokens = pricePerMillionTokens
    self.tokensPerSecond = tokensPerSecond
  }
}

/// What rewriting and refusing a routing's documents would cost, roughly.
package struct SynthesisEstimate: Codable, Sendable {
  /// English web text under a usual tokenizer.
  package static let tokensPerWord = 4.0 / 3
  /// A dialogue of the public RefuseWeb set: 4.15 billion tokens in 1.65 million rows.
  package static let tokensPerRefusal = 2500.0

  package var documents: Int
  package var words: Int
  /// Texts given to the model; prompts are not counted.
  package var tokensRead: Int
  /// Rewritten texts as long as they were, and dialogues.
  package var tokensWritten: Int
  package var cost: Double?
  package var seconds: Double?

  init(recontextualize: Totals.Count, refusal: Totals.Count, scale: Double, rate: SynthesisRate) {
    func scaled(_ value: Double) -> Int { Int(bounding: (value * scale).rounded()).asCount }
    let rewritten = Double(recontextualize.words) * Self.tokensPerWord
    documents = scaled(Double(recontextualize.documents + refusal.documents))
    words = scaled(Double(recontextualize.words + refusal.words))
    tokensRead = scaled(rewritten + Double(refusal.words) * Self.tokensPerWord)
    tokensWritten = scaled(rewritten + Double(refusal.documents) * Self.tokensPerRefusal)
    let tokens = Double(tokensRead) + Double(tokensWritten)
    cost = rate.pricePerMillionTokens.map { tokens / 1e6 * $0 }
    seconds = rate.tokensPerSecond.flatMap { $0 > 0 ? tokens / $0 : nil }
  }
}

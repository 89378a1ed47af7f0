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

  /// Nil, as is all that follows from it, where a run's ledger does not tell.
  package var documents: Int?
  package var words: Int?
  /// Texts given to the model; prompts are not counted.
  package var tokensRead: Int?
  /// Rewritten texts as long as they were, and dialogues.
  package var tokensWritten: Int?
  package var cost: Double?
  package var seconds: Double?

  init(
    recontextualize: CorpusReport.PartialAmount, refusal: CorpusReport.PartialAmount, scale: Double,
    rate: SynthesisRate
  ) {
    func scaled(_ value: Double) -> Int { Int(bounding: (value * scale).rounded()).asCount }
    if let rewritten = recontextualize.documents, let refused = refusal.documents {
      documents = scaled(Double(rewritten + refused))
    }
    guard let rewrittenWords = recontextualize.words, let refusedWords = refusal.words,
      let dialogues = refusal.documents
    else { return }
    let rewritten = Double(rewrittenWords) * Self.tokensPerWord
    words = scaled(Double(rewrittenWords + refusedWords))
    let read = scaled(rewritten + Double(refusedWords) * Self.tokensPerWord)
    let written = scaled(rewritten + Double(dialogues) * Self.tokensPerRefusal)
    (tokensRead, tokensWritten) = (read, written)
    let tokens = Double(read) + Double(written)
    cost = rate.pricePerMillionTokens.map { tokens / 1e6 * $0 }
    seconds = rate.tokensPerSecond.flatMap { $0 > 0 ? tokens / $0 : nil }
  }

  /// What is not known is null, not left out; cost and time are left out where no rate is given.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(documents, forKey: .documents)
    try container.encode(words, forKey: .words)
    try container.encode(tokensRead, forKey: .tokensRead)
    try container.encode(tokensWritten, forKey: .tokensWritten)
    try container.encodeIfPresent(cost, forKey: .cost)
    try container.encodeIfPresent(seconds, forKey: .seconds)
  }
}

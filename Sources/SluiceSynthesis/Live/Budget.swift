/// What asking may cost in all. Requests in flight count with all they may cost, so that the limits hold.
public struct Budget: Sendable {
  /// Tokens in and out over all calls of the stage.
  public var maxTokens: Int?
  /// In the currency of the prices.
  public var maxCost: Double?
  /// Of a million tokens.
  public var priceIn = 0.0
  public var priceOut = 0.0

  public init() {}

  func cost(tokensIn: Int, tokensOut: Int) -> Double {
    (Double(tokensIn) * priceIn + Double(tokensOut) * priceOut) / 1_000_000
  }

  /// Whether a request can be paid for.
  ///
  /// - Parameter reserved: tokens that requests in flight may cost.
  func allows(
    _ request: ChatRequest, maxTokens answer: Int, spent: (tokensIn: Int, tokensOut: Int),
    reserved: (tokensIn: Int, tokensOut: Int)
  ) -> Bool {
    let tokensIn = spent.tokensIn + reserved.tokensIn + request.tokensAtMost - answer
    let tokensOut = spent.tokensOut + reserved.tokensOut + answer
    if let maxTokens, tokensIn + tokensOut > maxTokens { return false }
    if let maxCost, cost(tokensIn: tokensIn, tokensOut: tokensOut) > maxCost { return false }
    return true
  }
}

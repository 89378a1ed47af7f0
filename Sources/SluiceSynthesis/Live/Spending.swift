/// Keeps what is spent within a budget: requests in flight count with the most they may cost. Where that no
/// longer fits, the last requests go one by one, each taken to cost what the most expensive one so far did.
package struct Spending: Sendable {
  let budget: Budget
  package private(set) var spent: TokenCount
  package private(set) var reserved = TokenCount()
  private var mostExpensive = TokenCount()
  /// The most seen of any request; a token has at least a byte.
  private var tokensPerByte: Double?

  package init(_ budget: Budget, spent: TokenCount) {
    self.budget = budget
    self.spent = spent
  }

  package var cost: Double { budget.cost(spent) }

  /// Sets aside the most that a request may cost.
  ///
  /// - Parameters:
  ///   - textBytes: of its messages.
  ///   - maxTokens: of its answer.
  ///   - isAlone: whether no other request is in flight.
  /// - Returns: what was set aside, to be given back with `release`; nil if the budget does not allow it.
  package mutating func reserve(textBytes: Int, maxTokens: Int, isAlone: Bool) -> TokenCount? {
    // A server adds a few tokens of its own.
    let ratio = min(1, (tokensPerByte ?? 1) * 1.25)
    let most = TokenCount(sent: Int(Double(textBytes) * ratio) + 32, received: maxTokens)
    // The very first request is a probe.
    let likely = mostExpensive.sent > 0 ? mostExpensive : TokenCount(sent: 1)
    guard budget.allows(spent + reserved + most) || isAlone && budget.allows(spent + likely) else { return nil }
    reserved += most
    return most
  }

  /// Gives back what was set aside.
  package mutating func release(_ most: TokenCount) { reserved -= most }

  package mutating func spend(_ tokens: TokenCount) {
    spent += tokens
    mostExpensive = TokenCount(
      sent: max(mostExpensive.sent, tokens.sent), received: max(mostExpensive.received, tokens.received))
  }

  /// Learns from what a server counted.
  package mutating func learn(textBytes: Int, tokensSent: Int) {
    tokensPerByte = max(tokensPerByte ?? 0, Double(tokensSent) / Double(max(textBytes, 1)))
  }
}

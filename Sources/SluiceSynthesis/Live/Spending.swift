/// Keeps what is spent within a budget: requests in flight count with all they may cost. Where that no longer
/// fits, the last requests go one by one, each taken to cost what the dearest so far did.
struct Spending {
  let budget: Budget
  private(set) var spent: TokenCount
  private var reserved = TokenCount()
  private var dearest = TokenCount()
  /// The most seen of any request; a token has at least a byte.
  private var tokensPerByte: Double?

  init(_ budget: Budget, spent: TokenCount) {
    self.budget = budget
    self.spent = spent
  }

  var cost: Double { budget.cost(spent) }

  /// Sets aside what a request may cost at most.
  ///
  /// - Parameter isAlone: whether no other request is in flight.
  /// - Returns: what was set aside, to be given back with `release`; nil if the budget does not allow it.
  mutating func reserve(_ request: ChatRequest, maxTokens: Int, isAlone: Bool) -> TokenCount? {
    // A server adds a few tokens of its own.
    let ratio = min(1, (tokensPerByte ?? 1) * 1.25)
    let most = TokenCount(sent: Int(Double(request.textBytes) * ratio) + 32, received: maxTokens)
    // The first of all is a probe.
    let likely = dearest.sent > 0 ? dearest : TokenCount(sent: 1)
    guard budget.allows(spent + reserved + most) || isAlone && budget.allows(spent + likely) else { return nil }
    reserved += most
    return most
  }

  /// Gives back what was set aside.
  mutating func release(_ most: TokenCount) { reserved -= most }

  mutating func spend(_ tokens: TokenCount) {
    spent += tokens
    dearest = TokenCount(sent: max(dearest.sent, tokens.sent), received: max(dearest.received, tokens.received))
  }

  /// Learns from what a server counted.
  mutating func learn(_ request: ChatRequest, tokensIn: Int) {
    tokensPerByte = max(tokensPerByte ?? 0, Double(tokensIn) / Double(max(request.textBytes, 1)))
  }
}

import SluiceSynthesis
import Testing

/// A budget is not exceeded, except by one request that went alone and cost more than any before.
struct SpendingTests {
  private func spending(tokens: Int? = nil, cost: Double? = nil, spent: Int = 0) -> Spending {
    var budget = Budget()
    budget.maxTokens = tokens
    budget.maxCost = cost
    budget.priceIn = 1
    budget.priceOut = 2
    return Spending(budget, spent: TokenCount(sent: spent))
  }

  @Test func withoutABudgetEverythingIsAllowed() {
    var spending = spending(spent: 1 << 40)
    #expect(spending.reserve(textBytes: 1 << 30, maxTokens: 1 << 20, isAlone: false) != nil)
  }

  @Test func whatIsSetAsideCountsUntilItIsGivenBack() throws {
    var spending = spending(tokens: 300)
    let reserved = spending.reserve(textBytes: 68, maxTokens: 100, isAlone: true)
    let first = try #require(reserved)
    #expect(first == TokenCount(sent: 100, received: 100))
    #expect(spending.reserve(textBytes: 68, maxTokens: 100, isAlone: false) == nil)
    spending.release(first)
    spending.spend(TokenCount(sent: 20, received: 30))
    #expect(spending.spent == TokenCount(sent: 20, received: 30) && spending.reserved == TokenCount())
    #expect(spending.reserve(textBytes: 68, maxTokens: 100, isAlone: false) != nil)
  }

  @Test func theVeryFirstRequestIsAProbe() {
    var spending = spending(tokens: 5)
    #expect(spending.reserve(textBytes: 1000, maxTokens: 1000, isAlone: false) == nil)
    #expect(spending.reserve(textBytes: 1000, maxTokens: 1000, isAlone: true) != nil)
  }

  @Test func aLoneRequestIsTakenToCostWhatTheMostExpensiveOneDid() {
    var spending = spending(tokens: 1000, spent: 800)
    spending.spend(TokenCount(sent: 40, received: 60))
    #expect(spending.reserve(textBytes: 1000, maxTokens: 1000, isAlone: false) == nil)
    #expect(spending.reserve(textBytes: 1000, maxTokens: 1000, isAlone: true) != nil, "900 and 100")
    spending.spend(TokenCount(sent: 1))
    #expect(spending.reserve(textBytes: 1000, maxTokens: 1000, isAlone: true) == nil)
  }

  @Test func tokensPerByteAreLearned() {
    var spending = spending(tokens: 10_000)
    spending.learn(textBytes: 1000, tokensSent: 200)
    #expect(spending.reserve(textBytes: 1000, maxTokens: 0, isAlone: false)?.sent == 250 + 32)
    spending.learn(textBytes: 1000, tokensSent: 100)
    #expect(spending.reserve(textBytes: 1000, maxTokens: 0, isAlone: false)?.sent == 250 + 32, "the most ever seen")
    spending.learn(textBytes: 10, tokensSent: 500)
    #expect(
      spending.reserve(textBytes: 1000, maxTokens: 0, isAlone: false)?.sent == 1000 + 32,
      "a token has at least a byte, and a server adds a few of its own")
  }

  @Test func costIsThatOfAMillionTokens() {
    var spending = spending(cost: 0.01)
    spending.spend(TokenCount(sent: 2000, received: 3000))
    #expect(abs(spending.cost - 0.008) < 1e-12)
    #expect(spending.reserve(textBytes: 1000, maxTokens: 1000, isAlone: false) == nil)
    #expect(spending.reserve(textBytes: 100, maxTokens: 900, isAlone: false) != nil)
  }
}

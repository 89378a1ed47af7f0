internal import SluiceCore
internal import SluiceLedger

/// Tokens sent and received.
package struct TokenCount: Sendable, Hashable {
  package var sent = 0
  package var received = 0

  package init(sent: Int = 0, received: Int = 0) {
    self.sent = sent
    self.received = received
  }

  /// A server's count, or nil where it cannot be true.
  ///
  /// - Parameter least: 1 for a text that is not empty.
  static func told(_ count: Int?, least: Int = 0) -> Int? {
    count.flatMap { (least...SynthesisAttempt.mostTokens).contains($0) ? $0 : nil }
  }

  /// A guess where the server does not count: three bytes make a token.
  static func estimate(bytes: Int) -> Int { bytes / 3 + 1 }

  var total: Int { sent.plus(received) }

  static func + (a: Self, b: Self) -> Self {
    Self(sent: a.sent.plus(b.sent), received: a.received.plus(b.received))
  }
  static func += (a: inout Self, b: Self) { a = a + b }
  static func -= (a: inout Self, b: Self) { a = Self(sent: a.sent - b.sent, received: a.received - b.received) }
}

/// How much a stage may cost, all calls together.
package struct Budget: Sendable {
  /// Tokens sent and received.
  package var maxTokens: Int?
  /// In the currency of the prices.
  package var maxCost: Double?
  /// Of a million tokens.
  package var priceIn = 0.0
  package var priceOut = 0.0

  package init() {}

  func cost(_ tokens: TokenCount) -> Double {
    (Double(tokens.sent) * priceIn + Double(tokens.received) * priceOut) / 1_000_000
  }

  func allows(_ tokens: TokenCount) -> Bool {
    if let maxTokens, tokens.total > maxTokens { return false }
    if let maxCost, cost(tokens) > maxCost { return false }
    return true
  }
}

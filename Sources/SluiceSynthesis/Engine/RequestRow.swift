package import SluiceCore

/// One request to a model, as its stage's store keeps it.
package protocol RequestRow {
  /// The document, or the part of the work, that the request is about.
  var documentKey: String { get }
  /// SHA-256 of the request's body: what the request is known by.
  var requestHash: String { get }
  var outcome: SynthesisOutcome { get set }
  var tokensIn: Int? { get }
  var tokensOut: Int? { get }
}

extension RequestRow {
  /// What the request cost. A count that cannot be true, such as one in an old ledger, does not count.
  var tokens: TokenCount {
    TokenCount(sent: TokenCount.told(tokensIn) ?? 0, received: TokenCount.told(tokensOut) ?? 0)
  }
}

/// A request that may be sent now, and its row.
package struct DueRequest<Row: RequestRow> {
  package var row: Row
  package var request: ChatRequest
  /// Whether the store has no such row yet.
  package var isNew = true
  /// A pending row that this one replaces, because prompt or model have changed since.
  package var supersedes: Row?

  package init(row: Row, request: ChatRequest) {
    self.row = row
    self.request = request
  }
}

/// The requests that are left to send about a document, if any.
package enum DocumentState<Row: RequestRow> {
  case due([DueRequest<Row>])
  case done
  /// Every answer the settings allow was rejected.
  case exhausted
  /// Too long, and the settings say to skip it.
  case skipped
}

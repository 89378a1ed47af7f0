/// The address of a live server, and how to ask it.
package struct LiveSettings: Sendable {
  /// The base of the API, such as `http://localhost:8000/v1`, or the whole URL of chat completions.
  package var endpoint: String
  /// Nil if the server wants none. Never printed.
  package var key: String?
  package var concurrency = 32
  /// Seconds from sending a request to its whole answer.
  package var timeout = 300.0
  /// How often a request that failed is sent again.
  package var retries = 8
  package var budget = Budget()

  package init(endpoint: String) { self.endpoint = endpoint }

  package var url: String {
    var base = endpoint
    while base.hasSuffix("/") { base.removeLast() }
    if base.hasSuffix("/chat/completions") { return base }
    // A server without a path is taken to have its API below /v1.
    let path = base.split(separator: "/", omittingEmptySubsequences: true).dropFirst(2)
    return base + (path.isEmpty ? "/v1" : "") + "/chat/completions"
  }
}

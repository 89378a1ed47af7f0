internal import Foundation
internal import SluiceIO

/// Where and how to ask a live server.
package struct LiveSettings: Sendable {
  /// The base of the API, such as `http://localhost:8000/v1`, or the whole URL of chat completions.
  package var endpoint: String
  /// Nil if the server wants none. Never printed.
  package var key: String?
  package var concurrency = 32
  /// Seconds from sending a request to its whole answer.
  package var timeout = 300.0
  /// Times a request that failed is sent again.
  package var retries = 8
  package var budget = Budget()

  package init(endpoint: String) { self.endpoint = endpoint }

  var url: String {
    var base = endpoint
    while base.hasSuffix("/") { base.removeLast() }
    if base.hasSuffix("/chat/completions") { return base }
    // A bare server is meant with its version.
    let path = base.split(separator: "/", omittingEmptySubsequences: true).dropFirst(2)
    return base + (path.isEmpty ? "/v1" : "") + "/chat/completions"
  }
}

/// Sends a request until it is answered or hope is lost.
struct ChatClient: Sendable {
  enum Outcome: Sendable {
    case answer(ChatAnswer)
    /// An error that concerns this request.
    case failed
    /// An error that every request would meet: why, and what to do.
    case hopeless(String)
    case stopped
  }

  /// Times a server is asked again that has never answered.
  private static let firstRetries = 3

  private let http: HTTPClient
  private let throttle: Throttle
  private let settings: LiveSettings
  private let isStopping: @Sendable () -> Bool

  init(_ settings: LiveSettings, isStopping: @escaping @Sendable () -> Bool) throws(SynthesisError) {
    self.settings = settings
    self.isStopping = isStopping
    throttle = Throttle(ceiling: settings.concurrency)
    http = try HTTPClient(
      url: settings.url, key: settings.key, timeout: .seconds(settings.timeout), connections: settings.concurrency)
  }

  func close() { http.close() }

  func ask(_ request: ChatRequest) async -> Outcome {
    var failures = 0
    var lastReason = ""
    while true {
      let earliest = await throttle.enter()
      guard await wait(until: earliest) else {
        await throttle.leave()
        return .stopped
      }
      let result = await http.post(request.body)
      await throttle.leave()
      var pause: Double?
      switch result {
      case .success(let response):
        await throttle.reached()
        switch judge(response) {
        case .done(let outcome):
          if case .answer = outcome { await throttle.succeeded() }
          return outcome
        case .again(let asked, let isOverload):
          lastReason = ""
          pause = asked
          if isOverload {
            await throttle.slowDown(for: asked ?? Backoff.seconds(failures: failures + 1, chance: 1))
          }
        }
      case .failure(.unreachable(let reason)):
        lastReason = reason
        // A server that was never there is rather a wrong address than a short absence.
        if await !throttle.isReached { failures = max(failures, settings.retries - Self.firstRetries) }
      case .failure(.tooLarge): return .failed
      case .failure: lastReason = ""
      }
      failures += 1
      guard failures <= settings.retries else {
        return lastReason.isEmpty
          ? .failed
          : .hopeless(
            "\(settings.endpoint): \(lastReason); check --endpoint and that the server runs, then run the same command again"
          )
      }
      let seconds = pause ?? Backoff.seconds(failures: failures, chance: .random(in: 0...1))
      guard await wait(until: .now + .seconds(seconds)) else { return .stopped }
    }
  }

  private enum Judgement {
    case done(Outcome)
    case again(after: Double?, isOverload: Bool)
  }

  private func judge(_ response: HTTPClient.Response) -> Judgement {
    switch response.status {
    case 200..<300:
      let (body, wasRepaired) = RepairedJSON.repair(response.body)
      // What is cut short or no completion may be whole the next time.
      guard let completion = try? Completion.decoder.decode(Completion.self, from: Data(body)),
        let answer = ChatAnswer(completion, wasRepaired: wasRepaired)
      else { return .again(after: nil, isOverload: false) }
      return .done(.answer(answer))
    case 401, 403:
      return .done(
        .hopeless(
          "\(settings.endpoint): the server refuses the key (status \(response.status)); put the right one into the environment variable that --key-variable names"
        ))
    case 404, 405:
      return .done(
        .hopeless(
          "\(settings.endpoint): the server knows no such model or address (status \(response.status)); check --model, and --endpoint, which ends in /v1 for most servers"
        ))
    case 300..<400:
      return .done(
        .hopeless(
          "\(settings.endpoint): the server redirects (status \(response.status)), which is not followed; name the final address"
        ))
    case 429, 503: return .again(after: Backoff.asked(response.retryAfter), isOverload: true)
    case 408, 409, 425, 500...: return .again(after: Backoff.asked(response.retryAfter), isOverload: false)
    default: return .done(.failed)
    }
  }

  /// - Returns: false if the run is being stopped.
  private func wait(until instant: ContinuousClock.Instant) async -> Bool {
    while true {
      if isStopping() { return false }
      let left = instant - .now
      if left <= .zero { return true }
      try? await Task.sleep(for: min(left, .milliseconds(250)))
    }
  }
}

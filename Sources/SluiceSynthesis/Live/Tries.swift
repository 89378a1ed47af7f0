internal import Foundation

/// Decides what follows each try of one request: an answer, another try, or an end. Nothing here waits or
/// sends.
package struct Tries: Sendable {
  package enum Step: Sendable, Hashable {
    case answer(ChatAnswer)
    /// The server answered, and no text can be found in what it sent.
    case unreadable(UnreadableAnswer)
    /// The request gets no answer; others may.
    case fail
    /// No request will get an answer: why, and what to do.
    case giveUp(String)
    /// Try again after so many seconds.
    case again(after: Double)
  }

  /// How often a server is asked again that has never answered.
  package static let firstRetries = 3

  private let endpoint: String
  private let retries: Int
  private var failures = 0
  /// For how many seconds the server wants to be left alone by all requests; nil unless it has said, in answer
  /// to the last try, that it is overloaded.
  package private(set) var overload: Double?

  package init(endpoint: String, retries: Int) {
    self.endpoint = endpoint
    self.retries = retries
  }

  /// - Parameters:
  ///   - wasReached: whether the server has ever answered any request, with whatever status.
  ///   - chance: 0 to 1, the random part of the pause.
  package mutating func next(
    after result: Result<HTTPClient.Response, HTTPClient.Failure>, wasReached: Bool, chance: Double
  ) -> Step {
    overload = nil
    switch result {
    case .success(let response): return next(after: response, chance: chance)
    case .failure(.unreachable(let reason)):
      // A server that was never there is more likely a wrong address than a short absence.
      if !wasReached { failures = max(failures, retries - Self.firstRetries) }
      return again(
        chance,
        orElse: .giveUp(
          "\(endpoint): \(reason); check --endpoint and that the server runs, then run the same command again"))
    case .failure(.tooLarge): return .fail
    case .failure(.interrupted), .failure(.timedOut): return again(chance)
    }
  }

  private mutating func next(after response: HTTPClient.Response, chance: Double) -> Step {
    let status = response.status
    switch status {
    case 200..<300:
      return next(after: response.body, chance: chance)
    case 401, 403:
      return .giveUp(
        "\(endpoint): the server refuses the key (status \(status)); put the right one into the environment variable that --key-variable names"
      )
    case 404, 405:
      return .giveUp(
        "\(endpoint): the server knows no such model or address (status \(status)); check --model, and --endpoint, which ends in /v1 for most servers"
      )
    case 300..<400:
      return .giveUp(
        "\(endpoint): the server redirects (status \(status)), which is not followed; name the final address")
    case 429, 503: return again(chance, asked: Backoff.asked(response.retryAfter), isOverload: true)
    case 408, 409, 425, 500...: return again(chance, asked: Backoff.asked(response.retryAfter))
    default: return .fail
    }
  }

  private mutating func next(after body: [UInt8], chance: Double) -> Step {
    let (bytes, wasRepaired) = RepairedJSON.repair(body)
    func unreadable(_ reason: UnreadableAnswer.Reason) -> Step { .unreadable(UnreadableAnswer(reason, raw: body)) }
    // An answer that is cut off, or not a completion, may be whole the next time.
    guard let completion = LenientJSON.decode(Completion.self, from: bytes) else {
      return again(chance, orElse: unreadable(.notJSON))
    }
    switch completion.answer {
    case .success(var answer):
      answer.wasRepaired = wasRepaired
      return .answer(answer)
    case .failure where completion.isError: return again(chance)
    case .failure(.noChoice): return again(chance, orElse: unreadable(.noChoice))
    // A model has written this, and is paid; it would write in the same form again.
    case .failure(let reason): return unreadable(reason)
    }
  }

  private mutating func again(
    _ chance: Double, asked: Double? = nil, isOverload: Bool = false, orElse end: Step = .fail
  ) -> Step {
    failures += 1
    if isOverload { overload = asked ?? Backoff.seconds(failures: failures, chance: 1) }
    guard failures <= retries else { return end }
    return .again(after: asked ?? Backoff.seconds(failures: failures, chance: chance))
  }
}

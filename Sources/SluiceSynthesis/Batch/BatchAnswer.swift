internal import Foundation

/// One line of the answers that a batch service gives.
package struct BatchAnswer: Sendable {
  package enum Content: Sendable {
    case answer(ChatAnswer)
    /// The server reports success, and no text can be found in what it sent.
    case unreadable(UnreadableAnswer)
    /// The server answered with an error, or with nothing.
    case failed
    /// The batch ended, was cancelled, or ran out of time.
    case notRun
  }

  /// The request's hash.
  package var customID: String
  package var content: Content

  /// - Returns: nil if the line is not an answer: not JSON (torn, perhaps), without `custom_id`, or with neither
  ///   `response` nor `error`, as the lines of requests are.
  package init?(_ line: some Collection<UInt8>) {
    let (bytes, wasRepaired) = RepairedJSON.repair(line)
    guard let envelope = LenientJSON.decode(Envelope.self, from: bytes), let id = envelope.customID else { return nil }
    customID = id
    switch envelope.response {
    case nil where !envelope.hasError: return nil
    case nil, .null?: content = envelope.error.map(Self.ended.contains) == true ? .notRun : .failed
    case .failed?: content = .failed
    case .read(.success(var answer))?:
      answer.wasRepaired = wasRepaired
      content = .answer(answer)
    case .read(.failure(let reason))?: content = .unreadable(UnreadableAnswer(reason, raw: Array(line)))
    }
  }

  private static let ended: Set = ["batch_expired", "batch_cancelled", "request_timeout"]

  private struct Envelope: Decodable {
    var customID: String?
    /// Nil where the line has no such field.
    var response: Response?
    var hasError: Bool
    /// The code of the error, where it has one.
    var error: String?

    enum Key: String, CodingKey {
      case customID = "custom_id"
      case response, error, code
    }

    init(from decoder: any Decoder) throws {
      let line = try decoder.container(keyedBy: Key.self)
      customID = line.optional(String.self, .customID)
      hasError = line.contains(.error)
      let failure = try? line.nestedContainer(keyedBy: Key.self, forKey: .error)
      error = failure?.optional(String.self, .code)
      if line.contains(.response) { response = (try? line.decode(Response.self, forKey: .response)) ?? .null }
    }
  }

  private enum Response: Decodable {
    case null
    /// The status is not one of success, or the body reports an error.
    case failed
    case read(Result<ChatAnswer, UnreadableAnswer.Reason>)

    enum Key: String, CodingKey {
      case statusCode = "status_code"
      case body
    }

    init(from decoder: any Decoder) throws {
      if (try? decoder.singleValueContainer().decodeNil()) == true {
        self = .null
        return
      }
      guard let response = try? decoder.container(keyedBy: Key.self) else {
        self = .read(.failure(.notCompletion))
        return
      }
      // Without a status the answer is judged by its body.
      let succeeded = response.optional(Int.self, .statusCode).map { (200..<300).contains($0) } ?? true
      // Without a body the response is the completion itself, as early versions of vLLM wrote it.
      let completion =
        response.contains(.body)
        ? response.optional(Completion.self, .body) : try? Completion(from: decoder)
      switch completion {
      case _ where !succeeded: self = .failed
      case nil: self = .read(.failure(.notCompletion))
      case let completion? where completion.isError && !completion.isAnswer: self = .failed
      case let completion?: self = .read(completion.answer)
      }
    }
  }
}

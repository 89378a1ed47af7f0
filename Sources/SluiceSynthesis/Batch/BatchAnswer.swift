internal import Foundation

/// One line of the answers that a batch service gives.
package struct BatchAnswer: Sendable {
  package enum Content: Sendable {
    case answer(ChatAnswer)
    /// The server answered with an error, or with nothing.
    case failed
    /// The batch ended, was cancelled, or ran out of time.
    case notRun
  }

  /// The request's hash.
  package var customID: String
  package var content: Content

  /// - Returns: nil if the line is not an answer: not JSON (torn, perhaps), or without `custom_id`.
  package init?(_ line: some Collection<UInt8>) {
    let (bytes, wasRepaired) = RepairedJSON.repair(line)
    guard let raw = try? Completion.decoder.decode(Raw.self, from: Data(bytes)), let id = raw.customId else {
      return nil
    }
    customID = id
    guard let response = raw.response else {
      let ended: Set = ["batch_expired", "batch_cancelled", "request_timeout"]
      content = raw.error?.code.map(ended.contains) == true ? .notRun : .failed
      return
    }
    // Without a status the response is the completion itself, as early versions of vLLM wrote it.
    let succeeded = response.statusCode.map { (200..<300).contains($0) } ?? true
    guard succeeded, let completion = response.body ?? response.completion,
      let answer = ChatAnswer(completion, wasRepaired: wasRepaired)
    else {
      content = .failed
      return
    }
    content = .answer(answer)
  }

  private struct Raw: Decodable {
    var customId: String?
    var response: Response?
    var error: Failure?

    enum CodingKeys: CodingKey { case customId, response, error }

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      customId = try? values.decode(String.self, forKey: .customId)
      response = try? values.decode(Response.self, forKey: .response)
      error = try? values.decode(Failure.self, forKey: .error)
    }
  }

  private struct Response: Decodable {
    var statusCode: Int?
    var body: Completion?
    var completion: Completion?

    enum CodingKeys: CodingKey { case statusCode, body }

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      statusCode = try? values.decode(Int.self, forKey: .statusCode)
      body = try? values.decode(Completion.self, forKey: .body)
      completion = try? Completion(from: decoder)
    }
  }

  private struct Failure: Decodable {
    var code: String?

    enum CodingKeys: CodingKey { case code }

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      code = try? values.decode(String.self, forKey: .code)
    }
  }
}

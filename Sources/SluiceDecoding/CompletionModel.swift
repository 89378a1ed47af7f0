internal import Foundation
internal import SluiceSynthesis

/// A language model behind an OpenAI-style `/v1/completions` endpoint that returns top log-probabilities, such as
/// llama.cpp's server or vLLM. Tokens are the texts the server gives them. The requests of a batch go out side by
/// side: llama.cpp's server takes one prompt a request.
package struct CompletionModel: NextTokenModel {
  package typealias Token = String

  package struct Failure: Error, CustomStringConvertible {
    package var description: String
  }

  private let url: String
  private let client: HTTPClient
  private let model: String
  /// Log-probabilities asked for: the tag can only be seen among as many.
  private let logprobs: Int

  /// Servers end a text by stopping, which has no token's text.
  package var end: String? { "" }

  /// - Parameters:
  ///   - endpoint: up to and with `/v1`, or the completions URL itself.
  ///   - key: sent as a bearer token; never part of a message.
  /// - Throws: `SynthesisError` where libcurl is not installed.
  package init(endpoint: String, model: String, key: String?, logprobs: Int, timeout: Duration = .seconds(120)) throws {
    let base = endpoint.hasSuffix("/") ? String(endpoint.dropLast()) : endpoint
    url = base.hasSuffix("/completions") ? base : base + "/completions"
    client = try HTTPClient(url: url, key: key, timeout: timeout, connections: 32)
    self.model = model
    self.logprobs = logprobs
  }

  private struct Request: Encodable {
    var model: String
    var prompt: String
    var maxTokens = 1
    var temperature = 0.0
    var logprobs: Int

    enum CodingKeys: String, CodingKey {
      case model, prompt, temperature, logprobs
      case maxTokens = "max_tokens"
    }
  }

  private struct Answer: Decodable {
    struct Choice: Decodable {
      struct Logprobs: Decodable {
        var top: [[String: Double]?]?

        enum CodingKeys: String, CodingKey { case top = "top_logprobs" }
      }
      var logprobs: Logprobs?
      var finishReason: String?

      enum CodingKeys: String, CodingKey {
        case logprobs
        case finishReason = "finish_reason"
      }
    }
    var choices: [Choice]
  }

  package func next(of sequences: [[String]], count: Int, wanted: String) throws -> [[(
    token: String, logProbability: Double
  )]] {
    let bodies = try sequences.map {
      try JSONEncoder().encode(Request(model: model, prompt: $0.joined(), logprobs: max(count, logprobs)))
    }
    return try post(bodies.map(Array.init)).map { try answer(of: $0) }.map { top in
      top.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }.map { ($0.key, $0.value) }
    }
  }

  /// Sends all at once and waits for all; answers in the order of the bodies.
  private func post(_ bodies: [[UInt8]]) -> [Result<HTTPClient.Response, HTTPClient.Failure>] {
    let box = Box()
    let client = client
    Task {
      box.answers = await withTaskGroup(of: (Int, Result<HTTPClient.Response, HTTPClient.Failure>).self) { group in
        for (index, body) in bodies.enumerated() { group.addTask { (index, await client.post(body)) } }
        return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
      }
      box.done.signal()
    }
    box.done.wait()
    return bodies.indices.compactMap { box.answers[$0] }
  }

  /// Unchecked: written before the semaphore is signalled, read after.
  private final class Box: @unchecked Sendable {
    var answers: [Int: Result<HTTPClient.Response, HTTPClient.Failure>] = [:]
    let done = DispatchSemaphore(value: 0)
  }

  private func answer(of result: Result<HTTPClient.Response, HTTPClient.Failure>) throws -> [String: Double] {
    guard case .success(let response) = result else {
      throw failure("the server could not be reached, or broke off; check --endpoint and that it runs")
    }
    let (status, data) = (response.status, Data(response.body))
    guard status == 200 else { throw failure("the server answered with status \(status)") }
    guard let choice = (try? JSONDecoder().decode(Answer.self, from: data))?.choices.first else {
      throw failure("the answer is not a completion")
    }
    guard let top = choice.logprobs?.top?.first ?? nil, !top.isEmpty else {
      // Nothing was generated: the text ends here.
      if choice.finishReason == "stop" { return ["": 0] }
      throw failure("the answer has no top_logprobs; start the server so that it gives them (llama.cpp: logits_all)")
    }
    return top
  }

  private func failure(_ detail: String) -> Failure { Failure(description: "\(url): \(detail)") }
}

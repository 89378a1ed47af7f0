public import Foundation

#if canImport(FoundationNetworking)
  internal import FoundationNetworking
#endif

/// A language model behind an OpenAI-style `/v1/completions` endpoint that returns top log-probabilities, such as
/// llama.cpp's server or vLLM. Tokens are the texts the server gives them. The requests of a batch go out side by
/// side: llama.cpp's server takes one prompt a request.
public struct CompletionModel: NextTokenModel {
  public typealias Token = String

  public struct Failure: Error, CustomStringConvertible {
    public var description: String
  }

  private let endpoint: URL
  private let model: String
  private let key: String?
  /// Log-probabilities asked for: the tag can only be seen among as many.
  private let logprobs: Int
  private let timeout: TimeInterval
  private let session: URLSession

  /// Servers end a text by stopping, which has no token's text.
  public var end: String? { "" }

  /// - Parameters:
  ///   - endpoint: up to and with `/v1`, or the completions URL itself.
  ///   - key: sent as a bearer token; never part of a message.
  public init(endpoint: URL, model: String, key: String?, logprobs: Int, timeout: TimeInterval = 120) {
    let path = endpoint.absoluteString
    let base = path.hasSuffix("/") ? String(path.dropLast()) : path
    self.endpoint = base.hasSuffix("/completions") ? endpoint : URL(string: base + "/completions") ?? endpoint
    self.model = model
    self.key = key
    self.logprobs = logprobs
    self.timeout = timeout
    let configuration = URLSessionConfiguration.ephemeral
    configuration.httpMaximumConnectionsPerHost = 32
    session = URLSession(configuration: configuration)
  }

  private struct Request: Encodable {
    var model: String
    var prompt: String
    var max_tokens = 1
    var temperature = 0.0
    var logprobs: Int
  }

  private struct Answer: Decodable {
    struct Choice: Decodable {
      struct Logprobs: Decodable { var top_logprobs: [[String: Double]?]? }
      var logprobs: Logprobs?
      var finish_reason: String?
    }
    var choices: [Choice]
  }

  public func next(of sequences: [[String]], count: Int, wanted: String) throws -> [[(
    token: String, logProbability: Double
  )]] {
    let asked = max(count, logprobs)
    let pending = try sequences.map { try start($0.joined(), asked) }
    return try pending.map { try answer(of: $0) }.map { top in
      top.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }.map { ($0.key, $0.value) }
    }
  }

  /// A request under way.
  private final class Pending: @unchecked Sendable {
    // Unchecked: written before the semaphore is signalled, read after.
    var data: Data?
    var status: Int?
    let done = DispatchSemaphore(value: 0)
  }

  private func start(_ prompt: String, _ logprobs: Int) throws -> Pending {
    var request = URLRequest(url: endpoint, timeoutInterval: timeout)
    request.httpMethod = "POST"
    request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    if let key { request.setValue("Bearer \(key)", forHTTPHeaderField: "Authorization") }
    request.httpBody = try JSONEncoder().encode(Request(model: model, prompt: prompt, logprobs: logprobs))
    let pending = Pending()
    session.dataTask(with: request) { data, response, error in
      if error == nil {
        pending.data = data
        pending.status = (response as? HTTPURLResponse)?.statusCode
      }
      pending.done.signal()
    }
    .resume()
    return pending
  }

  private func answer(of pending: Pending) throws -> [String: Double] {
    pending.done.wait()
    guard let data = pending.data, let status = pending.status else {
      throw failure("the server could not be reached, or broke off")
    }
    guard status == 200 else { throw failure("the server answered with status \(status)") }
    guard let choice = (try? JSONDecoder().decode(Answer.self, from: data))?.choices.first else {
      throw failure("the answer is no completion")
    }
    guard let top = choice.logprobs?.top_logprobs?.first ?? nil, !top.isEmpty else {
      // Nothing was generated: the text ends here.
      if choice.finish_reason == "stop" { return ["": 0] }
      throw failure("the answer has no top_logprobs; start the server so that it gives them (llama.cpp: logits_all)")
    }
    return top
  }

  private func failure(_ detail: String) -> Failure { Failure(description: "\(endpoint.absoluteString): \(detail)") }
}

import SluiceSynthesis
import Testing

/// What follows a try is decided by the server's answer, and by how often it has failed.
struct TriesTests {
  private static let completion = #"{"choices":[{"message":{"content":"hi"},"finish_reason":"stop"}]}"#

  private func response(_ status: Int, _ body: String = "", retryAfter: String? = nil)
    -> Result<HTTPClient.Response, HTTPClient.Failure>
  {
    .success(HTTPClient.Response(status: status, retryAfter: retryAfter, body: Array(body.utf8)))
  }

  private func step(_ result: Result<HTTPClient.Response, HTTPClient.Failure>) -> Tries.Step {
    var tries = Tries(endpoint: "http://host/v1", retries: 8)
    return tries.next(after: result, wasReached: true, chance: 1)
  }

  @Test func aCompletionIsTheAnswer() {
    #expect(step(response(200, Self.completion)) == .answer(ChatAnswer(content: "hi")))
    #expect(step(response(201, Self.completion)) == .answer(ChatAnswer(content: "hi")))
  }

  @Test(arguments: ["", "{", "[]", #"{"choices":[]}"#, #"{"error":{"message":"m"}}"#])
  func whatIsNoCompletionIsAskedForAgain(_ body: String) { #expect(step(response(200, body)) == .again(after: 0.5)) }

  @Test func anAnswerThatCannotBeReadIsKeptAndNotPaidForAgain() {
    let body = #"{"choices":[{"message":{"content":7}}]}"#
    #expect(step(response(200, body)) == .unreadable(UnreadableAnswer(.badContent, raw: Array(body.utf8))))
    var tries = Tries(endpoint: "e", retries: 1)
    #expect(tries.next(after: response(200, "{"), wasReached: true, chance: 1) == .again(after: 0.5))
    #expect(
      tries.next(after: response(200, "{"), wasReached: true, chance: 1)
        == .unreadable(UnreadableAnswer(.notJSON, raw: Array("{".utf8))))
    var errors = Tries(endpoint: "e", retries: 0)
    #expect(errors.next(after: response(200, #"{"error":{}}"#), wasReached: true, chance: 1) == .fail)
  }

  @Test(arguments: [408, 409, 425, 500, 502, 504, 599])
  func errorsThatMayPassAreTriedAgain(_ status: Int) {
    #expect(step(response(status)) == .again(after: 0.5))
    #expect(step(response(status, retryAfter: "7")) == .again(after: 7))
  }

  @Test(arguments: [400, 402, 410, 413, 422])
  func errorsOfTheRequestEndIt(_ status: Int) { #expect(step(response(status)) == .fail) }

  @Test(arguments: [
    (401, "--key-variable"), (403, "--key-variable"), (404, "--model"), (405, "--endpoint"), (302, "redirects"),
  ])
  func errorsThatAllRequestsWouldMeetEndTheCall(_ status: Int, _ says: String) {
    guard case .giveUp(let reason) = step(response(status)) else { return #expect(Bool(false), "\(status)") }
    #expect(reason.hasPrefix("http://host/v1: ") && reason.contains(says))
  }

  @Test(arguments: [429, 503])
  func anOverloadConcernsAllRequests(_ status: Int) {
    var tries = Tries(endpoint: "e", retries: 8)
    #expect(tries.next(after: response(status), wasReached: true, chance: 0) == .again(after: 0.25))
    #expect(tries.overload == 0.5, "others wait the whole pause")
    #expect(tries.next(after: response(status, retryAfter: "9"), wasReached: true, chance: 0) == .again(after: 9))
    #expect(tries.overload == 9)
    #expect(tries.next(after: response(500), wasReached: true, chance: 1) == .again(after: 2))
    #expect(tries.overload == nil)
  }

  @Test func anOverloadIsTakenNoteOfWithTheLastTry() {
    var tries = Tries(endpoint: "e", retries: 0)
    #expect(tries.next(after: response(429, retryAfter: "5"), wasReached: true, chance: 0) == .fail)
    #expect(tries.overload == 5)
  }

  @Test func triesRunOut() {
    var tries = Tries(endpoint: "e", retries: 3)
    for pause in [0.5, 1, 2] {
      #expect(tries.next(after: .failure(.timedOut), wasReached: true, chance: 1) == .again(after: pause))
    }
    #expect(tries.next(after: .failure(.interrupted), wasReached: true, chance: 1) == .fail)
    #expect(step(.failure(.tooLarge)) == .fail, "it would be as large the next time")
  }

  @Test func aServerThatWasNeverThereIsNamedSoon() {
    var tries = Tries(endpoint: "e", retries: 8)
    var count = 0
    while case .again = tries.next(after: .failure(.unreachable("no route")), wasReached: false, chance: 0) {
      count += 1
    }
    #expect(count == Tries.firstRetries)
    var later = Tries(endpoint: "e", retries: 8)
    for _ in 0..<8 {
      #expect(later.next(after: .failure(.unreachable("no route")), wasReached: true, chance: 0) != .fail)
    }
    guard case .giveUp(let reason) = later.next(after: .failure(.unreachable("no route")), wasReached: true, chance: 0)
    else { return #expect(Bool(false)) }
    #expect(reason.hasPrefix("e: no route; check --endpoint"))
  }

  @Test(arguments: [
    ("http://host:8000", "http://host:8000/v1/chat/completions"),
    ("http://host:8000/", "http://host:8000/v1/chat/completions"),
    ("http://host/v1//", "http://host/v1/chat/completions"), ("http://host/api", "http://host/api/chat/completions"),
    ("http://host/v1/chat/completions/", "http://host/v1/chat/completions"),
  ])
  func anEndpointIsABaseOrTheWholeAddress(_ endpoint: String, _ url: String) {
    #expect(LiveSettings(endpoint: endpoint).url == url)
  }
}

import Foundation
import SluiceSynthesis
import Testing

/// Every line a batch service can write is told apart.
struct AnswerReadingTests {
  private enum Kind { case answer, failed, notRun, unreadable, none }

  private func kind(_ line: String) -> Kind {
    switch BatchAnswer(Array(line.utf8))?.content {
    case .answer: .answer
    case .failed: .failed
    case .unreadable: .unreadable
    case .notRun: .notRun
    case nil: .none
    }
  }

  private static let completion = #"{"choices":[{"message":{"content":"hi"},"finish_reason":"stop"}]}"#

  @Test func outcomesAreToldApart() {
    let id = #""custom_id":"a""#
    #expect(kind(#"{\#(id),"response":{"status_code":200,"body":\#(Self.completion)},"error":null}"#) == .answer)
    #expect(kind(#"{\#(id),"response":\#(Self.completion)}"#) == .answer, "early vLLM")
    for code in ["batch_expired", "batch_cancelled", "request_timeout"] {
      #expect(kind(#"{\#(id),"response":null,"error":{"code":"\#(code)","message":"m"}}"#) == .notRun)
    }
    #expect(kind(#"{\#(id),"response":null,"error":{"code":"other","message":"m"}}"#) == .failed)
    #expect(kind(#"{\#(id),"response":null,"error":null}"#) == .failed)
    #expect(kind(#"{\#(id),"response":{"status_code":400,"body":{"error":{"message":"m"}}},"error":null}"#) == .failed)
    #expect(kind(#"{\#(id),"response":{"status_code":500,"body":\#(Self.completion)},"error":null}"#) == .failed)
    #expect(kind(#"{\#(id),"response":{"status_code":0,"request_id":"","body":""},"error":null}"#) == .failed)
    #expect(kind(#"{\#(id),"response":{"status_code":400,"body":null},"error":"broken"}"#) == .failed)
    #expect(kind(#"{\#(id),"response":{"status_code":200,"body":{"choices":[]}},"error":null}"#) == .unreadable)
    #expect(kind(#"{\#(id),"response":{"status_code":200,"body":{"choices":[{"message":"#) == .none)
    #expect(kind(#"{"custom_id":5}"#) == .none && kind("[]") == .none && kind("") == .none)
  }

  private func content(_ body: String) -> String? {
    guard
      case .answer(let answer) = BatchAnswer(
        Array(#"{"custom_id":"a","response":{"status_code":200,"body":\#(body)}}"#.utf8))?.content
    else { return nil }
    return answer.content
  }

  private func tokens(_ usage: String) -> [Int?]? {
    let body = #"{"choices":[{"message":{"content":"hi"},"finish_reason":"stop"}],"usage":\#(usage)}"#
    guard
      case .answer(let answer) = BatchAnswer(
        Array(#"{"custom_id":"a","response":{"status_code":200,"body":\#(body)}}"#.utf8))?.content
    else { return nil }
    return [answer.tokensIn, answer.tokensOut]
  }

  /// Paid answers are never thrown away for an optional field.
  @Test(arguments: [
    "null", "[]", "7", #""many""#, "true", "{}", #"{"prompt_tokens":-1,"completion_tokens":-9223372036854775808}"#,
    #"{"prompt_tokens":9223372036854775807,"completion_tokens":9223372036854775808}"#,
    #"{"prompt_tokens":1e400,"completion_tokens":1e18}"#, #"{"prompt_tokens":10.5,"completion_tokens":"20"}"#,
    #"{"prompt_tokens":[10],"completion_tokens":{"n":20}}"#, #"{"prompt_tokens":0,"completion_tokens":0}"#,
    #"{"prompt_tokens":null,"completion_tokens":100000001}"#,
  ])
  func countsThatCannotBeTrueAreNotTold(_ usage: String) { #expect(tokens(usage) == [nil, nil], "\(usage)") }

  @Test func eachCountIsReadByItself() {
    #expect(tokens(#"{"prompt_tokens":10,"completion_tokens":20.5}"#) == [10, nil])
    #expect(tokens(#"{"prompt_tokens":-1,"completion_tokens":20}"#) == [nil, 20])
  }

  @Test(arguments: [
    #"{"content":"hi"}"#, #"{"content":"hi","refusal":false}"#, #"{"content":"hi","refusal":null}"#,
    #"{"content":"hi","refusal":[]}"#, #"{"content":"hi","refusal":0}"#, #"{"content":"hi","role":7,"tool_calls":"x"}"#,
    #"{"content":[{"type":"text","text":"hi"}]}"#, #"{"content":[{"type":"text","text":"h"},{"text":"i"}]}"#,
    #"{"content":[{"type":"thinking","thinking":[]},{"type":"output_text","text":"hi"}]}"#,
  ])
  func aTextIsFoundInEveryForm(_ message: String) {
    for rest in [
      "", #","finish_reason":"stop""#, #","finish_reason":null"#, #","finish_reason":7"#,
      #","index":"0","logprobs":[NaN]"#,
      #","logprobs":{"content":[-Infinity,1e999]}"#,
    ] {
      #expect(
        content(#"{"choices":[{"message":\#(message)\#(rest)}],"id":[],"extra":{"a":1}}"#) == "hi", "\(message) \(rest)"
      )
    }
  }

  @Test(arguments: [
    (#"{}"#, UnreadableAnswer.Reason.noChoice), (#"{"choices":null}"#, .noChoice), (#"{"choices":{}}"#, .noChoice),
    (#"{"choices":["hi"]}"#, .noChoice), (#"{"choices":[{}]}"#, .noMessage),
    (#"{"choices":[{"text":"hi"}]}"#, .noMessage),
    (#"{"choices":[{"message":{"content":7}}]}"#, .badContent),
    (#"{"choices":[{"message":{"content":[{"type":"image_url"}]}}]}"#, .badContent),
    (#"{"choices":[{"message":{"content":[{"type":"text","text":"hi"},7]}}]}"#, .badContent),
    (#""hi""#, .notCompletion),
    ("[]", .notCompletion), ("null", .notCompletion),
  ])
  func anAnswerWithoutATextIsNotAnError(_ body: String, _ reason: UnreadableAnswer.Reason) throws {
    let line = Array(#"{"custom_id":"a","response":{"status_code":200,"body":\#(body)},"error":null}"#.utf8)
    guard case .unreadable(let answer) = try #require(BatchAnswer(line)).content else {
      return #expect(Bool(false), "\(body)")
    }
    #expect(answer == UnreadableAnswer(reason, raw: line))
  }

  @Test func anErrorWithStatus200IsAnError() {
    let id = #""custom_id":"a""#
    #expect(kind(#"{\#(id),"response":{"status_code":200,"body":{"error":{"message":"m"}}}}"#) == .failed)
    #expect(
      kind(#"{\#(id),"response":{"status_code":200,"body":{"error":null,"choices":[{"message":{"content":"hi"}}]}}}"#)
        == .answer)
  }

  @Test func aRequestIsNotAnAnswer() {
    let request = ChatRequest([ChatMessage(role: "user", content: "hi")], options: .test)
    #expect(BatchAnswer(request.batchLine) == nil)
    #expect(kind(#"{"custom_id":"a"}"#) == .none)
  }

  @Test func brokenCharactersCostNoLine() throws {
    let line =
      #"{"custom_id":"a","response":{"status_code":200,"body":{"choices":[{"message":{"content":"x\ud800y \ud83d\ude00 \\ud800"}}]}}}"#
    guard case .answer(let answer) = try #require(BatchAnswer(Array(line.utf8))).content else {
      return #expect(Bool(false))
    }
    #expect(answer.wasRepaired && answer.content == "x\u{fffd}y 😀 \\ud800")
    let latin = Array(line.utf8).map { $0 == UInt8(ascii: "y") ? 0xe4 : $0 }
    #expect(BatchAnswer(latin) != nil)
    #expect(RepairedJSON.repair(Array(#"{"a":"\udc00\ud800"}"#.utf8)).bytes == Array(#"{"a":"\ufffd\ufffd"}"#.utf8))
    #expect(!RepairedJSON.repair(Array(#"{"a":"\u00e4 \\"}"#.utf8)).wasRepaired)
  }

  @Test func patienceGrowsAndKeepsToWhatTheServerAsks() {
    #expect(Backoff.seconds(failures: 1, chance: 1) == 0.5 && Backoff.seconds(failures: 1, chance: 0) == 0.25)
    #expect(Backoff.seconds(failures: 4, chance: 1) == 4 && Backoff.seconds(failures: 90, chance: 1) == 60)
    let now = Date(timeIntervalSince1970: 1_445_412_430)
    #expect(Backoff.asked("7", now: now) == 7 && Backoff.asked("-1", now: now) == nil)
    #expect(Backoff.asked("Wed, 21 Oct 2015 07:28:00 GMT", now: now) == 50)
    #expect(Backoff.asked("Wed, 21 Oct 2015 07:20:00 GMT", now: now) == 0)
    #expect(
      Backoff.asked("99999999", now: now) == 3600 && Backoff.asked("soon", now: now) == nil && Backoff.asked(nil) == nil
    )
  }
}

import Foundation
import SluiceSynthesis
import Testing

/// Every line a batch service can write is told apart.
struct AnswerReadingTests {
  private enum Kind { case answer, failed, notRun, none }

  private func kind(_ line: String) -> Kind {
    switch BatchAnswer(Array(line.utf8))?.content {
    case .answer: .answer
    case .failed: .failed
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
    #expect(kind(#"{\#(id),"response":{"status_code":200,"body":{"choices":[]}},"error":null}"#) == .failed)
    #expect(kind(#"{\#(id),"response":{"status_code":200,"body":{"choices":[{"message":"#) == .none)
    #expect(kind(#"{"custom_id":5}"#) == .none && kind("[]") == .none && kind("") == .none)
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

import Foundation
import SluiceSynthesis
import TestSupport
import Testing

/// Whatever a server puts in place of the values it should send, an answer is read, kept or counted, and never traps.
struct AnswerFuzzTests {
  private static let line =
    #"{"id":"b","custom_id":"a","response":{"status_code":200,"request_id":"q","body":{"choices":[{"index":0,"message":{"role":"assistant","content":"hi","refusal":null},"finish_reason":"stop"}],"usage":{"prompt_tokens":10,"completion_tokens":20}}},"error":null}"#
  private static let values = [
    "null", "true", "false", "0", "-1", "1.5", "9223372036854775807", "-9223372036854775809", "1e999", "NaN",
    "-Infinity",
    #""""#, #""x""#, #""\ud800""#, "[]", "{}", "[[]]", #"[{"type":"text","text":"hi"}]"#, #"[{"type":7}]"#,
    #"{"text":"x"}"#,
    String(repeating: "[", count: 600) + String(repeating: "]", count: 600),
  ]

  /// Where values begin and end: after a colon, to the comma or bracket that ends them.
  private func mutated(_ generator: inout SeededGenerator) -> String {
    var text = Self.line
    for _ in 0..<Int.random(in: 1...3, using: &generator) {
      let colons = text.indices.filter { text[$0] == ":" && text[text.index(before: $0)] == "\"" }
      guard let colon = colons.randomElement(using: &generator) else { break }
      let start = text.index(after: colon)
      var depth = 0
      var end = start
      while end < text.endIndex {
        if "[{".contains(text[end]) { depth += 1 }
        if "]}".contains(text[end]) { depth -= 1 }
        if depth < 0 || depth == 0 && text[end] == "," { break }
        end = text.index(after: end)
      }
      text.replaceSubrange(start..<end, with: Self.values.randomElement(using: &generator)!)
    }
    return text
  }

  @Test func everyFormIsReadKeptOrCounted() {
    var generator = SeededGenerator(seed: 31)
    var kinds: [String: Int] = [:]
    for _ in 0..<3000 {
      let text = mutated(&generator)
      let answer = BatchAnswer(Array(text.utf8))
      switch answer?.content {
      case .answer(let answer):
        kinds["answer", default: 0] += 1
        for count in [answer.tokensIn, answer.tokensOut] {
          #expect(count.map { (0...100_000_000).contains($0) } ?? true)
        }
      case .unreadable(let answer):
        kinds["unreadable", default: 0] += 1
        #expect(answer.raw == Array(text.utf8))
      case .failed: kinds["failed", default: 0] += 1
      case .notRun: kinds["notRun", default: 0] += 1
      case nil: kinds["malformed", default: 0] += 1
      }
      var tries = Tries(endpoint: "e", retries: 0)
      let response = HTTPClient.Response(status: 200, body: Array(text.utf8))
      if case .again = tries.next(after: .success(response), wasReached: true, chance: 0) { #expect(Bool(false)) }
    }
    for kind in ["answer", "unreadable", "failed", "malformed"] { #expect(kinds[kind, default: 0] > 20, "\(kinds)") }
  }
}

import Foundation
import SluiceSynthesis
import TestSupport
import Testing

/// Each request that is due is in exactly one file.
struct BatchWriterTests {
  private func names(_ report: BatchReport) -> [String] { report.files.map { ($0 as NSString).lastPathComponent } }

  private func ids(_ report: BatchReport) throws -> [String] {
    try report.files.flatMap { file in
      try bytes(of: file).split(separator: 10).map { line in
        let object = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
        return try #require(object?["custom_id"] as? String)
      }
    }
  }

  @Test func filesAreNumberedAndLimitedInLines() throws {
    let scratch = try Scratch()
    let stage = FakeStage((0..<7).map { "d\($0)" })
    stage.skippedKeys = ["d3"]
    var limits = BatchLimits()
    limits.lines = 4
    let report = try RequestEngine(stage).writeBatches(to: scratch.file("todo"), options: .test, limits: limits)
    #expect(names(report) == ["fake-00001.jsonl", "fake-00002.jsonl"])
    #expect(report.requests == 6 && report.skipped == 1 && report.alreadyWritten == 0)
    #expect(try ids(report) == stage.store.rows.map(\.requestHash))
    #expect(stage.store.batches[report.files[0]]?.count == 4)
  }

  @Test func filesAreLimitedInBytes() throws {
    let scratch = try Scratch()
    var limits = BatchLimits()
    limits.bytes = 700
    let report = try RequestEngine(FakeStage((0..<5).map { "d\($0)" }))
      .writeBatches(to: scratch.file("todo"), options: .test, limits: limits)
    #expect(try report.files.count > 1 && ids(report).count == 5)
    for file in report.files { #expect(try bytes(of: file).count <= 700) }
  }

  @Test func whatWaitsInTheFolderIsNotWrittenAgain() throws {
    let scratch = try Scratch()
    let stage = FakeStage(["a", "b"])
    let engine = RequestEngine(stage)
    let first = try engine.writeBatches(to: scratch.file("todo"), options: .test)
    let second = try engine.writeBatches(to: scratch.file("todo"), options: .test)
    #expect(second.files.isEmpty && second.alreadyWritten == 2)
    let other = try engine.writeBatches(to: scratch.file("other"), options: .test)
    #expect(try ids(other) == ids(first), "another folder gets everything that is open")
  }

  @Test func nothingDueWritesNothing() throws {
    let scratch = try Scratch()
    let report = try RequestEngine(FakeStage([])).writeBatches(to: scratch.file("todo"), options: .test)
    #expect(report.files.isEmpty && report.requests == 0)
    let stopped = try RequestEngine(FakeStage(["a"]))
      .writeBatches(to: scratch.file("todo"), options: .test, isStopping: { true })
    #expect(stopped.files.isEmpty)
  }

  @Test func equalRequestsAreEqualBytes() {
    let messages = [
      ChatMessage(role: "system", content: "a \"b\"\n\u{1}"), ChatMessage(role: "user", content: "é 😀"),
    ]
    let request = ChatRequest(messages, options: .test)
    #expect(request == ChatRequest(messages, options: .test))
    #expect(
      String(decoding: request.body, as: UTF8.self)
        == #"{"model":"m","messages":[{"role":"system","content":"a \"b\"\n\u0001"},{"role":"user","content":"é 😀"}],"max_completion_tokens":100,"temperature":0.0}"#
    )
    #expect(request.hash == "3794c29620bff4402237e7c772e98f03331923b929dce3c89cceb2fc2fa5b8c5")
    #expect(request.textBytes == 14)
    var options = ModelOptions.test
    options.limitField = .maxTokens
    #expect(ChatRequest(messages, options: options).hash != request.hash)
    let line = String(decoding: request.batchLine, as: UTF8.self)
    #expect(line.hasPrefix(#"{"custom_id":"\#(request.hash)","method":"POST","url":"/v1/chat/completions","body":{"#))
    #expect(line.hasSuffix("}}\n"))
  }
}

import SluiceCore
import SluiceIO
import SluiceSynthesis
import TestSupport
import Testing

/// The log of an annotation survives whatever ends the process.
struct VoteLogTests {
  private func row(_ id: String, _ hash: String, vote: Int = 1) -> VoteRow {
    VoteRow(VoteSlot(id: Name(id), vote: vote), isRepair: false, requestHash: hash, model: "m", promptVersion: "1")
  }

  /// A log of three lines.
  private func log(_ scratch: Scratch) throws -> String {
    let path = scratch.file("l.votes")
    let log = try VoteLog(path: path)
    var answered = row("a", "1")
    answered.outcome = .accepted
    answered.judgement = Vote(answer: #"{"reason": "calm", "score": 2}"#)
    answered.tokensIn = 10
    answered.tokensOut = 5
    try log.begin([due(row("a", "1")), due(row("b", "2"))], inBatch: "file")
    try log.record([answered], fromBatch: true)
    return path
  }

  private func due(_ row: VoteRow) -> DueRequest<VoteRow> {
    DueRequest(row: row, request: ChatRequest([], options: .test))
  }

  @Test func linesAreWrittenAsTheyAlwaysWere() throws {
    let scratch = try Scratch()
    let text = String(decoding: try bytes(of: log(scratch)), as: UTF8.self)
    #expect(
      text
        == #"{"id":"a","isRepair":false,"model":"m","outcome":"pending","promptVersion":"1","requestHash":"1","vote":1}"#
        + "\n"
        + #"{"id":"b","isRepair":false,"model":"m","outcome":"pending","promptVersion":"1","requestHash":"2","vote":1}"#
        + "\n"
        + #"{"id":"a","isRepair":false,"judgement":{"reason":"calm","score":2},"model":"m","outcome":"accepted","promptVersion":"1","requestHash":"1","tokensIn":10,"tokensOut":5,"vote":1}"#
        + "\n")
  }

  @Test func theLastLineOfARequestCounts() throws {
    let scratch = try Scratch()
    let log = try VoteLog(path: log(scratch))
    #expect(log.row(requestHash: "1")?.outcome == .accepted && log.row(requestHash: "2")?.outcome == .pending)
    #expect(log.row(requestHash: "3") == nil)
    #expect(log.rows(of: VoteSlot(id: "a", vote: 1)).map(\.outcome) == [.pending, .accepted])
    #expect(log.missing() == 1 && log.spent() == TokenCount(sent: 10, received: 5))
  }

  @Test func liveRequestsAreNotRecordedBeforeTheyAreSent() throws {
    let scratch = try Scratch()
    let log = try VoteLog(path: scratch.file("l.votes"))
    try log.begin([due(row("a", "1"))], inBatch: nil)
    #expect(try bytes(of: scratch.file("l.votes")).isEmpty)
  }

  @Test func aTornLastLineIsCutOffWhereverItIsTorn() throws {
    let scratch = try Scratch()
    let whole = try bytes(of: log(scratch))
    let last = whole.dropLast().lastIndex(of: 10)! + 1
    for end in last..<whole.count {
      let path = try scratch.write(whole[..<end], to: "torn.votes")
      let log = try VoteLog(path: path)
      #expect(log.row(requestHash: "1")?.outcome == .pending, "cut at \(end)")
      #expect(try bytes(of: path).count == last)
      // And it continues as if nothing had happened.
      var answered = row("b", "2")
      answered.outcome = .expired
      try log.record([answered], fromBatch: true)
      #expect(try bytes(of: path).split(separator: 10).count == 3)
    }
  }

  @Test func aBrokenLineFurtherUpIsAnError() throws {
    let scratch = try Scratch()
    let path = try scratch.write("{\"id\":\n" + String(decoding: bytes(of: log(scratch)), as: UTF8.self), to: "b.votes")
    #expect { try VoteLog(path: path) } throws: { "\($0)".contains("line 1 ") }
  }

  @Test func aSecondOwnerIsTurnedAway() throws {
    let scratch = try Scratch()
    let log = try VoteLog(path: scratch.file("l.votes"))
    #expect(throws: IOFailure.self) { try VoteLog(path: scratch.file("l.votes")) }
    withExtendedLifetime(log) {}
  }
}

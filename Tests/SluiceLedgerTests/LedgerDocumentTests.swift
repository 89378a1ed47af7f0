import Foundation
import SluiceLedger
import Testing

/// docs/ledger.md is a promise to auditors: its program must agree with ours.
struct LedgerDocumentTests {
  static let document: String = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try! String(contentsOf: root.appendingPathComponent("docs/ledger.md"), encoding: .utf8)
  }()

  private func recompute(_ scratch: Scratch) throws -> String {
    let program = try #require(
      Self.document.components(separatedBy: "```python\n").dropFirst().first?.components(separatedBy: "```").first)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", program, scratch.ledger]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  @Test(arguments: DecisionRecording.allCases)
  func documentedProgramRecomputesTheChain(recording: DecisionRecording) throws {
    let scratch = Scratch()
    try Fixture.finished(in: scratch, recording: recording)
    let head = try LedgerReader(folder: scratch.path).run().chainHead
    #expect(try recompute(scratch) == "intact \(head)\n")
    try sqlite(scratch.ledger, "UPDATE decisions SET score = 1 WHERE shard_id = 2 AND line = 9")
    #expect(try recompute(scratch).hasPrefix("EDITED "))
  }

  @Test func everyTableAndColumnIsDocumented() throws {
    let scratch = Scratch()
    try Fixture.finished(in: scratch)
    let columns = try sqlite(
      scratch.ledger,
      """
      SELECT DISTINCT c.name FROM pragma_table_list t, pragma_table_info(t.name) c
      WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND t.name NOT LIKE 'grdb%'
      UNION SELECT name FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite%'
      """
    )
    .split(separator: "\n")
    #expect(columns.count > 50)
    let words = Set(Self.document.split { !($0.isLetter || $0.isNumber || $0 == "_") })
    for column in columns where !["p1", "p2", "p3", "p4"].contains(column) { #expect(words.contains(column)) }
  }
}

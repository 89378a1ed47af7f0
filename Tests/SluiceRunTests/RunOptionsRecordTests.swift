import SluiceIO
import SluiceLedger
import SluiceRun
import Testing

/// Promise: the options in a ledger are bytes that depend on the options alone, and read back as they were.
struct RunOptionsRecordTests {
  @Test func whatIsWrittenReadsBackEqual() throws {
    var record = RunOptionsRecord.forTests
    record.fields = FieldPaths(text: "a.b", id: "i", source: "s", url: "u")
    record.drop = DroppedForm.hashes.rawValue
    record.ledger = .routed
    let read = try RunOptionsRecord(json: record.json())
    #expect(read == record)
    #expect(try read.json() == record.json())
    #expect(read.differences(now: record).isEmpty)
    #expect(read.hashesDropped)
  }

  @Test func theBytesAreThoseOfEarlierVersions() throws {
    #expect(
      try RunOptionsRecord.forTests.json() == """
        {"attributes":false,"codec":{"compression":"zstd","level":3},"fields":{"id":"id","source":"source",\
        "text":"text","url":"url"},"inputQuarantine":false,"ledger":"all","maxLineBytes":1048576,"maxWindowLog":27,\
        "modelName":"words","safetyKey":"safety","salvage":false}
        """)
  }

  @Test func aTaskIsReadFromItsLedger() throws {
    let json = try RunOptionsRecord.forTests.json()
    let record = try RunOptionsRecord(
      json: json.dropLast() + #","task":{"count":4,"division":"ab","index":2}}"#)
    let task = try #require(record.task)
    #expect(task.count == 4 && task.division == "ab" && task.index == 2)
  }

  @Test(arguments: ["", "{}", "[]", #"{"codec":"zstd"}"#]) func whatSluiceDidNotWriteIsRefused(_ json: String) {
    #expect(throws: RunOptionsRecord.Unreadable.self) { try RunOptionsRecord(json: json) }
  }

  @Test func readersCutTheInputAsTheRunDid() {
    var record = RunOptionsRecord.forTests
    record.inputQuarantine = true
    let reader = record.readerOptions
    #expect(reader.maxLineBytes == 1 << 20 && reader.maxWindowLog == 27 && reader.replaysQuarantine)
  }
}

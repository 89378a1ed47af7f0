import Foundation
import SluiceCore
import SluiceIO
import SluiceSynthesis
import TestSupport
import Testing

/// Answers are taken back whatever order, file or day they come from.
struct BatchImportTests {
  let scratch: Scratch
  let stage: FakeStage
  let engine: RequestEngine<FakeStage>
  /// Hashes of the requests, by document.
  let hashes: [String: String]

  init() throws {
    scratch = try Scratch()
    stage = FakeStage((0..<6).map { "d\($0)" })
    engine = RequestEngine(stage)
    _ = try engine.writeBatches(to: scratch.file("todo"), options: .test)
    hashes = Dictionary(uniqueKeysWithValues: stage.store.rows.map { ($0.documentKey, $0.requestHash) })
  }

  private func answer(_ key: String, _ content: String = "ok") -> String {
    #"{"custom_id":"\#(hashes[key] ?? key)","response":{"status_code":200,"body":{"choices":[{"message":{"content":"\#(content)"}}]}}}"#
  }

  private func failure(_ key: String) -> String {
    #"{"custom_id":"\#(hashes[key]!)","response":{"status_code":500,"body":{}}}"#
  }

  private func expiry(_ key: String) -> String {
    #"{"custom_id":"\#(hashes[key]!)","response":null,"error":{"code":"batch_expired"}}"#
  }

  private func take(_ files: [String]...) throws -> ImportReport {
    let paths = try files.enumerated().map { number, lines in
      try scratch.write(lines.map { $0 + "\n" }.joined(), to: "answers-\(number).jsonl")
    }
    return try engine.importAnswers(paths)
  }

  @Test func outcomesAreCountedAndRecorded() throws {
    let report = try take([answer("d0"), answer("d1", "no"), failure("d2"), expiry("d3")])
    #expect(report.lines == 4)
    #expect(report.outcomes == ["accepted": 1, "bad_format": 1, "http_error": 1, "expired": 1])
    #expect(report.missing == 2, "two requests of the file have no line")
    #expect(stage.store.outcomes().values.count { $0 == .pending } == 2)
    #expect(stage.store.finished == 1)
  }

  @Test func theOrderOfLinesAndFilesMakesNoDifference() throws {
    let lines = [
      answer("d0"), answer("d1", "no"), failure("d2"), answer("d2"), expiry("d3"), expiry("d3"), answer("unknown"),
      "broken", answer("d4"), answer("d4"),
    ]
    var generator = SeededGenerator(seed: 1)
    var first: (report: ImportReport, rows: [FakeRow])?
    for _ in 0..<40 {
      let bench = try BatchImportTests()
      let shuffled = lines.shuffled(using: &generator)
      let cut = Int.random(in: 0...lines.count, using: &generator)
      var report = try bench.take(Array(shuffled[..<cut]), Array(shuffled[cut...]))
      #expect(report.firstMalformed != nil)
      report.firstMalformed = nil
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      if let first {
        #expect(try encoder.encode(report) == encoder.encode(first.report))
        #expect(bench.stage.store.rows == first.rows)
      } else {
        first = (report, bench.stage.store.rows)
        #expect(report.outcomes == ["accepted": 3, "bad_format": 1, "expired": 1])
        #expect(report.duplicate == 3 && report.unknown == 1 && report.malformed == 1 && report.lines == 10)
      }
    }
  }

  @Test func theFirstAnswerCounts() throws {
    #expect(try take([answer("d0", "no"), answer("d0")]).outcomes == ["bad_format": 1])
    let later = try take([answer("d0"), failure("d0")])
    #expect(later.duplicate == 2 && later.outcomes.isEmpty)
    #expect(stage.store.outcomes()["d0"] == .badFormat)
  }

  @Test func aLateAnswerToARequestWithoutOneIsAnotherAttempt() throws {
    _ = try take([failure("d0")])
    #expect(try take([failure("d0")]).duplicate == 1, "a second failure says nothing new")
    #expect(try take([answer("d0")]).outcomes == ["accepted": 1])
    let rows = stage.store.rows.filter { $0.documentKey == "d0" }
    #expect(rows.map(\.outcome) == [.httpError, .accepted] && rows.map(\.attempt) == [1, 2])
  }

  @Test func anAnswerAboutADocumentThatIsGoneIsCounted() throws {
    stage.keys.removeAll { $0 == "d1" }
    let report = try take([answer("d0"), answer("d1")])
    #expect(report.documentGone == 1 && report.outcomes == ["accepted": 1])
    #expect(stage.store.outcomes()["d1"] == .pending)
  }

  @Test func linesThatAreNotAnswersAreNamedByTheFirst() throws {
    let report = try take([answer("d0"), "", "   ", "{}"], ["[]"])
    #expect(report.lines == 3 && report.malformed == 2)
    #expect(report.firstMalformed?.hasSuffix("answers-0.jsonl: line 4") == true)
  }

  @Test func whatCameBeforeABrokenFileIsRecorded() throws {
    let path = try scratch.write(answer("d0") + "\n", to: "good.jsonl")
    #expect(throws: IOFailure.self) { try engine.importAnswers([path, scratch.file("gone.jsonl")]) }
    #expect(stage.store.outcomes()["d0"] == .accepted)
  }

  private func unreadable(_ key: String) -> String {
    #"{"custom_id":"\#(hashes[key]!)","response":{"status_code":200,"body":{"choices":[{"message":{"content":7}}]}}}"#
  }

  @Test func anAnswerThatCannotBeReadIsKeptAside() throws {
    let line = unreadable("d1")
    let report = try take([answer("d0"), line])
    #expect(report.outcomes == ["accepted": 1, "unreadable": 1])
    #expect(report.unreadableFile == stage.store.aside.path)
    let kept = try String(contentsOfFile: stage.store.aside.path, encoding: .utf8)
    #expect(
      kept
        == #"{"request_hash":"\#(hashes["d1"]!)","reason":"bad_content","raw":"\#(Data(line.utf8).base64EncodedString())"}"#
        + "\n")
    let mode = try FileManager.default.attributesOfItem(atPath: stage.store.aside.path)[.posixPermissions]
    #expect(mode as? Int == 0o600)
    #expect(try take([line]).duplicate == 1, "it is kept once")
    // A line of a torn file of this kind is cut off; an answer that can be read counts.
    let torn = try FileHandle(forWritingTo: URL(fileURLWithPath: stage.store.aside.path))
    try torn.seekToEnd()
    try torn.write(contentsOf: Data(#"{"request_ha"#.utf8))
    try torn.close()
    stage.store.aside = AsideFile(path: stage.store.aside.path)
    #expect(try take([answer("d1"), unreadable("d2")]).outcomes == ["accepted": 1, "unreadable": 1])
    let lines = try String(contentsOfFile: stage.store.aside.path, encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 2 && lines[1].contains(hashes["d2"]!))
    try FileManager.default.removeItem(atPath: stage.store.aside.path)
  }

  @Test func theAnswerThatSaysMostCounts() throws {
    #expect(try take([failure("d0"), unreadable("d0"), answer("d0")]).outcomes == ["accepted": 1])
    #expect(try take([unreadable("d1"), failure("d1")]).outcomes == ["unreadable": 1])
    try FileManager.default.removeItem(atPath: stage.store.aside.path)
  }

  @Test func requestsThatAreImportedByMistakeChangeNothing() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: scratch.file("todo")).map {
      scratch.file("todo/" + $0)
    }
    let before = stage.store.rows
    let report = try engine.importAnswers(files)
    #expect(report.malformed == 6 && report.outcomes.isEmpty && report.isFruitless)
    #expect(stage.store.rows == before && stage.store.imported.isEmpty)
    #expect(try engine.writeBatches(to: scratch.file("todo"), options: .test).alreadyWritten == 6)
  }

  @Test func anImportThatAcceptsNothingIsFruitless() throws {
    #expect(try take([]).isFruitless && take([failure("d0")]).isFruitless && take([answer("d1", "no")]).isFruitless)
    #expect(try !take([answer("d2"), failure("d3")]).isFruitless)
    #expect(try !take([answer("d2")]).isFruitless, "imported before")
  }

  @Test func aStopEndsTheReading() throws {
    let path = try scratch.write(answer("d0") + "\n", to: "a.jsonl")
    let report = try engine.importAnswers([path], isStopping: { true })
    #expect(report.lines == 0 && stage.store.recorded.isEmpty && stage.store.finished == 1)
  }
}

import SluiceIO
import SluiceLedger
import SluiceRun
import TestSupport
import Testing

/// Promise: all tasks of a divided run deal the same shards in the same way, or do nothing.
struct TaskDivisionTests {
  @Test func everyTaskDoesItsPartAndJoiningMakesTheWhole() throws {
    let bench = try Bench()
    for index in 0..<2 { #expect(try bench.run(part: RunPart(index: index, count: 2))) }
    #expect(!Folders.exists(bench.folder + "/" + RunFolder.successName))
    let joined = try TaskDivision.join(bench.folder)
    #expect(joined.isNew && joined.tasks == 2 && joined.shards == 2 && joined.decisions == 4)
    #expect(Folders.exists(bench.folder + "/" + RunFolder.successName))
    let again = try TaskDivision.join(bench.folder)
    #expect(!again.isNew && again.head == joined.head)
    #expect(try RunVerifier(folder: bench.folder).verify().differences == [])
  }

  @Test func anotherCountIsRefusedByBothValues() throws {
    let bench = try Bench()
    try bench.run(part: RunPart(index: 0, count: 2))
    let drift = #expect(throws: Drift.self) { try bench.run(part: RunPart(index: 0, count: 3)) }
    #expect(drift?.differences == [.init(what: "--shard-count", then: "2", now: "3")])
  }

  @Test func aDividedRunIsNotRunAsAWholeNorAWholeRunDivided() throws {
    let divided = try Bench()
    try divided.run(part: RunPart(index: 0, count: 2))
    let asWhole = #expect(throws: Drift.self) { try divided.run() }
    #expect(asWhole?.differences == [.init(what: "--shard-count", then: "2", now: "none")])
    let whole = try Bench()
    try whole.run()
    let asPart = #expect(throws: Drift.self) { try whole.run(part: RunPart(index: 0, count: 2)) }
    #expect(asPart?.differences == [.init(what: "--shard-count", then: "none", now: "2")])
  }

  @Test func otherInputsAreNamedInTheOrderOfTheDivision() throws {
    let bench = try Bench()
    try bench.scratch.write("{\"text\":\"z\"}\n", to: "in/z.jsonl")
    try bench.run(part: RunPart(index: 0, count: 2))
    try bench.scratch.write("{\"text\":\"longer than it was\"}\n", to: "in/z.jsonl")
    try bench.scratch.write("{\"text\":\"new\"}\n", to: "in/new.jsonl")
    #expect(try bench.drift(part: RunPart(index: 1, count: 2)) == ["input new.jsonl", "input z.jsonl size"])
  }
}

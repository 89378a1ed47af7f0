import SluiceCore
import SluiceIO
import SluiceLedger
import SluiceRun
import TestSupport
import Testing

/// Promise: a run's folder takes one run, and never mixes queues with what sluice did not write.
struct RunFolderTests {
  @Test func strangersAreRefusedAndLeftAlone() throws {
    let bench = try Bench()
    try bench.scratch.write("precious", to: "out/notes.txt")
    #expect(throws: RunFolder.Refused.self) { try bench.run() }
    #expect(try files(below: bench.folder) == ["notes.txt"])
  }

  @Test func aLockFileAloneIsNoStranger() throws {
    let bench = try Bench()
    try bench.scratch.write("", to: "out/.lock")
    #expect(try bench.run())
  }

  @Test func twoProcessesCannotHaveOneFolder() throws {
    let bench = try Bench()
    let session = try bench.session()
    #expect(throws: IOFailure.self) { try bench.session() }
    withExtendedLifetime(session) {}
  }

  @Test func aFinishedRunLeavesNothingToDo() throws {
    let bench = try Bench()
    #expect(try bench.run())
    #expect(Folders.exists(bench.folder + "/" + RunFolder.successName))
    #expect(try bench.run() == false)
  }

  @Test func aNewRunGetsTheFirstFreeName() throws {
    let bench = try Bench()
    #expect(RunFolder.unused(bench.folder) == bench.folder)
    try bench.run()
    #expect(RunFolder.unused(bench.folder) == bench.folder + "-2")
    try bench.scratch.write("", to: "out-2/x")
    #expect(RunFolder.unused(bench.folder) == bench.folder + "-3")
  }

  @Test func twoShardsThatWouldWriteOneFileAreRefused() throws {
    let bench = try Bench()
    try bench.run()
    let shards = try bench.shards()
    let twice = [shards[0], shards[0]]
    #expect(throws: RunFolder.Refused.self) {
      let session = try RunSession(
        in: bench.scratch.file("twice"), shards: twice, model: bench.model, policy: bench.policy,
        options: bench.options)
      _ = try session.prepare(jobs: 1, reader: .init())
    }
  }

  @Test func aSourceThatHoldsHashesOrIsUnfinishedSaysSo() throws {
    let bench = try Bench()
    bench.options.drop = DroppedForm.hashes.rawValue
    try bench.run()
    let source = try RunSource(run: bench.folder)
    #expect(source.options == bench.options)
    try source.checkHolds([.refusal], remedy: "leave drop out")
    let unfit = #expect(throws: RunSource.Unfit.self) { try source.checkHolds([.drop], remedy: "leave drop out") }
    #expect(unfit?.description.hasSuffix("made with --drop hashes; leave drop out") == true)
    try source.checkFinished(LedgerReader(folder: bench.folder), allowsUnfinished: false)
  }
}

import SluiceMixing
import Synchronization
import Testing

/// Progress and threads of tagging and mixing.
struct WorkTests {
  @Test func aStepBeginsAtNought() {
    let progress = WorkProgress()
    #expect(progress.snapshot == nil)
    progress.begin(.surveying, documents: 5)
    for _ in 0..<3 { progress.documentDone() }
    let first = progress.snapshot
    #expect(first?.step == .surveying && first?.documents == 3 && first?.total == 5)
    progress.begin(.dealing, documents: 1)
    #expect(progress.snapshot?.step == .dealing && progress.snapshot?.documents == 0 && progress.snapshot?.total == 1)
    #expect(progress.snapshot!.since >= first!.since)
  }

  @Test(arguments: [1, 3, 64]) func everyPieceIsDoneOnce(_ jobs: Int) throws {
    let done = Mutex([Int](repeating: 0, count: 40))
    let progress = WorkProgress()
    progress.begin(.writing, documents: 40)
    try Workers.run(40, jobs: jobs) { index in
      done.withLock { $0[index] += 1 }
      progress.documentDone()
    }
    #expect(done.withLock { $0 }.allSatisfy { $0 == 1 } && progress.snapshot?.documents == 40)
    try Workers.run(0, jobs: jobs) { _ in Issue.record("there is nothing to do") }
  }

  @Test func theFirstErrorEndsTheWork() {
    struct Broken: Error {}
    let done = Mutex(0)
    #expect(throws: Broken.self) {
      try Workers.run(1000, jobs: 2) { index in
        if index == 3 { throw Broken() }
        done.withLock { $0 += 1 }
      }
    }
    #expect(done.withLock { $0 } < 1000)
  }
}

import SluiceSynthesis
import Testing

/// What a live call does next is decided without a server: these tests play both the stage and the server.
struct LiveDecisionsTests {
  private static func decisions(
    concurrency: Int, maxTokens: Int = 10, budget: Int? = nil, spent: Int = 0
  ) -> LiveDecisions {
    var limits = Budget()
    limits.maxTokens = budget
    return LiveDecisions(
      concurrency: concurrency, maxTokens: maxTokens, budget: limits, spent: TokenCount(sent: spent))
  }

  @Test func placesAreFilledBeforeAnythingIsSent() {
    var decisions = Self.decisions(concurrency: 2)
    #expect(decisions.handle(.available(0, textBytes: 10)) == .take)
    #expect(decisions.handle(.available(1, textBytes: 10)) == .send([0, 1]))
    #expect(decisions.handle(.sent) == .wait)
    #expect(decisions.handle(.answered(1, tokensSent: 3)) == .wait, "the place is free when the answer is on disk")
    #expect(decisions.handle(.recorded([1: TokenCount(sent: 3, received: 4)])) == .take)
    #expect(decisions.handle(.noneAvailable) == .wait)
    #expect(decisions.handle(.failed(0)) == .wait)
    #expect(decisions.handle(.recorded([0: TokenCount()])) == .take, "what was recorded may have made more due")
    #expect(decisions.handle(.noneAvailable) == .finish(.done))
  }

  @Test func nothingDueIsTheEnd() {
    var decisions = Self.decisions(concurrency: 2)
    #expect(decisions.handle(.noneAvailable) == .finish(.done))
  }

  @Test func fewerRequestsThanPlacesAreSent() {
    var decisions = Self.decisions(concurrency: 8)
    #expect(decisions.handle(.available(7, textBytes: 10)) == .take)
    #expect(decisions.handle(.noneAvailable) == .send([7]))
  }

  @Test func aStopDrains() {
    var decisions = Self.decisions(concurrency: 3)
    _ = decisions.handle(.available(0, textBytes: 1))
    _ = decisions.handle(.available(1, textBytes: 1))
    _ = decisions.handle(.noneAvailable)
    _ = decisions.handle(.sent)
    #expect(decisions.handle(.stopRequested) == .wait)
    #expect(decisions.handle(.dropped(0)) == .wait)
    #expect(decisions.handle(.recorded([0: TokenCount()])) == .wait, "no more is taken")
    _ = decisions.handle(.answered(1, tokensSent: nil))
    #expect(decisions.handle(.recorded([1: TokenCount(sent: 1)])) == .finish(.stopped))
  }

  @Test func requestsThatAreTakenAreSentAtAStop() {
    var decisions = Self.decisions(concurrency: 3)
    _ = decisions.handle(.available(0, textBytes: 1))
    #expect(decisions.handle(.stopRequested) == .send([0]), "the shell records them; the client drops them")
    #expect(decisions.handle(.stopRequested) == .send([0]), "an action that was not carried out comes again")
  }

  @Test func anErrorThatAllWouldMeetEndsTheCall() {
    var decisions = Self.decisions(concurrency: 2)
    _ = decisions.handle(.available(0, textBytes: 1))
    _ = decisions.handle(.available(1, textBytes: 1))
    _ = decisions.handle(.sent)
    _ = decisions.handle(.hopeless(0, reason: "no"))
    #expect(decisions.handle(.recorded([0: TokenCount()])) == .wait)
    _ = decisions.handle(.answered(1, tokensSent: nil))
    #expect(decisions.handle(.recorded([1: TokenCount()])) == .finish(.hopeless(reason: "no")))
  }

  @Test(arguments: [(1, 20), (32, 32)])
  func manyFailuresInARowEndTheCall(concurrency: Int, most: Int) {
    var decisions = Self.decisions(concurrency: concurrency)
    var number = 0
    func fail() -> LiveDecisions.Action {
      _ = decisions.handle(.available(number, textBytes: 1))
      _ = decisions.handle(.noneAvailable)
      _ = decisions.handle(.sent)
      _ = decisions.handle(.failed(number))
      number += 1
      return decisions.handle(.recorded([number - 1: TokenCount()]))
    }
    for _ in 1..<most { #expect(fail() == .take) }
    // One answer, and the count starts over.
    _ = decisions.handle(.available(-1, textBytes: 1))
    _ = decisions.handle(.noneAvailable)
    _ = decisions.handle(.sent)
    _ = decisions.handle(.answered(-1, tokensSent: nil))
    #expect(decisions.handle(.recorded([-1: TokenCount()])) == .take)
    for _ in 1..<most { #expect(fail() == .take) }
    #expect(fail() == .finish(.failures(most)))
  }

  @Test func aRequestThatTheBudgetDoesNotAllowYetIsHeld() {
    // Each request may cost 10 + 32 sent and 10 received.
    var decisions = Self.decisions(concurrency: 4, budget: 60)
    #expect(decisions.handle(.available(0, textBytes: 10)) == .take)
    #expect(decisions.handle(.available(1, textBytes: 10)) == .send([0]), "two may cost 104")
    #expect(decisions.handle(.sent) == .wait)
    _ = decisions.handle(.answered(0, tokensSent: nil))
    #expect(decisions.handle(.recorded([0: TokenCount(sent: 4, received: 3)])) == .take, "places are left")
    #expect(decisions.handle(.noneAvailable) == .send([1]), "it need not be taken again")
    _ = decisions.handle(.sent)
    _ = decisions.handle(.answered(1, tokensSent: nil))
    _ = decisions.handle(.recorded([1: TokenCount(sent: 4, received: 3)]))
    // 14 are spent: another one may cost 52, so it goes alone, taken to cost what the others did.
    #expect(decisions.handle(.available(2, textBytes: 10)) == .take)
    #expect(decisions.handle(.available(3, textBytes: 10)) == .send([2]))
    _ = decisions.handle(.sent)
    _ = decisions.handle(.answered(2, tokensSent: nil))
    #expect(decisions.handle(.recorded([2: TokenCount(sent: 44, received: 1)])) == .finish(.budget))
  }

  @Test func whatEarlierCallsSpentCounts() {
    var decisions = Self.decisions(concurrency: 4, budget: 60, spent: 60)
    #expect(decisions.handle(.available(0, textBytes: 10)) == .finish(.budget))
  }

  /// A stage and a server that do at random whatever they may, with every promise checked at every step.
  @Test func everyInterleavingKeepsThePromises() {
    for seed in 0..<4000 {
      var course = Interleaving(seed: UInt64(seed))
      course.run()
    }
  }
}

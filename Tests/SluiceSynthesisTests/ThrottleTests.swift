import SluiceSynthesis
import TestSupport
import Testing

/// A server that says that it is overloaded gets fewer requests at once, and later more again.
struct ThrottleTests {
  private let start = ContinuousClock.now

  @Test func placesAreTakenAndGivenBack() {
    var throttle = ThrottleDecisions(ceiling: 2)
    throttle.enter()
    #expect(throttle.places == 1)
    throttle.enter()
    #expect(throttle.places == 0)
    throttle.leave()
    #expect(throttle.places == 1 && throttle.pausedUntil == nil)
  }

  @Test func anOverloadHalvesAndEachRoundOfSuccessesRaises() {
    var throttle = ThrottleDecisions(ceiling: 8)
    throttle.overloaded(for: 3, at: start)
    #expect(throttle.places == 4 && throttle.pausedUntil == start + .seconds(3))
    for _ in 0..<4 { throttle.succeeded() }
    #expect(throttle.places == 4, "the steps get smaller as the limit rises")
    throttle.succeeded()
    #expect(throttle.places == 5)
    for _ in 0..<100 { throttle.succeeded() }
    #expect(throttle.places == 8)
  }

  @Test func requestsThatAreRefusedTogetherAreOneSign() {
    var throttle = ThrottleDecisions(ceiling: 16)
    throttle.overloaded(for: 1, at: start)
    throttle.overloaded(for: 9, at: start + .milliseconds(900))
    #expect(throttle.places == 8 && throttle.pausedUntil == start + .milliseconds(9900))
    throttle.overloaded(for: 1, at: start + .milliseconds(1100))
    #expect(throttle.places == 4)
    #expect(throttle.pausedUntil == start + .milliseconds(9900), "a pause is never made shorter")
  }

  @Test func onePlaceAlwaysRemains() {
    var throttle = ThrottleDecisions(ceiling: 5)
    for second in 0..<20 { throttle.overloaded(for: 1, at: start + .seconds(2 * second)) }
    #expect(throttle.places == 1)
    throttle.enter()
    #expect(throttle.places == 0)
  }

  @Test func thereAreNeverMorePlacesThanTheCeiling() {
    var generator = SeededGenerator(seed: 9)
    for _ in 0..<200 {
      let ceiling = Int.random(in: 1...40, using: &generator)
      var throttle = ThrottleDecisions(ceiling: ceiling)
      var active = 0
      var now = start
      for _ in 0..<300 {
        switch Int.random(in: 0..<4, using: &generator) {
        case 0 where throttle.places > 0:
          throttle.enter()
          active += 1
        case 1 where active > 0:
          throttle.leave()
          active -= 1
        case 2: throttle.succeeded()
        default:
          now += .milliseconds(Int.random(in: 0...2000, using: &generator))
          if Int.random(in: 0..<5, using: &generator) == 0 { throttle.overloaded(for: 0.5, at: now) }
        }
        #expect(throttle.places >= 0 && active + throttle.places <= ceiling)
        if active == 0 { #expect(throttle.places > 0) }
      }
    }
  }
}

import SluiceCore
import Testing

struct LaneTests {
  @Test(arguments: Lane.allCases) func anIndexIsThePlaceAmongAllLanes(_ lane: Lane) {
    #expect(Lane.allCases[lane.index] == lane)
  }
}

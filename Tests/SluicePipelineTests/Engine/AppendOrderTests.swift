import SluicePipeline
import Testing

struct AppendOrderTests {
  @Test func theWorkerThatCompletesTheNextTurnAppendsForEverybody() {
    let order = Driven(AppendOrder<String>())
    #expect(order { $0.add("b", sequence: 1) }, "somebody has to look whether it is next")
    #expect(order { $0.next() } == nil)
    #expect(order { $0.add("a", sequence: 0) })
    #expect(!order { $0.add("c", sequence: 2) }, "one appends at a time")
    #expect(
      [order { $0.next() }, order { $0.next() }, order { $0.next() }, order { $0.next() }] == ["a", "b", "c", nil])
    #expect(order { $0.add("d", sequence: 3) })
    #expect(order { $0.next() } == "d")
  }
}

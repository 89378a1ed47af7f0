import SluiceCore
import SluicePipeline
import Testing

struct ObservationsTests {
  private static func example(_ hash: UInt64, shard: String = "a", line: Int) -> DocumentExample {
    DocumentExample(
      key: DocumentKey(shard: Name(shard), line: line), id: nil, source: nil, contentHash: hash, score: .safe,
      probabilities: LevelProbabilities(parts: [10_000, 0, 0, 0, 0, 0]), category: .none, stance: .none,
      scalarSpan: 0..<1, textBytes: 1, route: .keep, rule: "keep")
  }

  @Test func theLowestHashesStayWhateverTheOrder() {
    let hashes: [UInt64] = [9, 3, 7, 1, 5, 8, 2, 6]
    var orders: [[UInt64]] = [hashes, hashes.reversed(), hashes.sorted()]
    orders.append(Array(hashes[4...] + hashes[..<4]))
    for order in orders {
      var one = ExampleReservoir()
      var two = ExampleReservoir()
      for (index, hash) in order.enumerated() {
        if index % 2 == 0 {
          one.insert(Self.example(hash, line: Int(hash)), slot: 0)
        } else {
          two.insert(Self.example(hash, line: Int(hash)), slot: 0)
        }
      }
      one.merge(two)
      #expect(one.documents[0].map(\.contentHash) == [1, 2, 3, 5])
    }
  }

  @Test func aRepeatedTextIsShownOnceByItsFirstKey() {
    var reservoir = ExampleReservoir()
    reservoir.insert(Self.example(4, shard: "b", line: 1), slot: 2)
    reservoir.insert(Self.example(4, shard: "a", line: 9), slot: 2)
    reservoir.insert(Self.example(4, shard: "a", line: 10), slot: 2)
    #expect(reservoir.documents[2].map(\.key) == [DocumentKey(shard: "a", line: 9)])
  }

  @Test func documentsNearABoundaryFitItsSlot() {
    var slots: [Int] = []
    ExampleReservoir.forEachSlot(.slight, LevelProbabilities(parts: [0, 500, 4000, 3500, 2000, 0])) { slots.append($0) }
    // P(3 to 5) is 0.55: near boundary 3, in slot 5 + 3.
    #expect(slots == [2, 8])
  }

  @Test func gatesAreCountedAtEveryLevelBelow() {
    var observations = Observations()
    observations.add(
      score: .clear, probabilities: LevelProbabilities(parts: [0, 1000, 0, 2000, 7000, 0]),
      Totals.Count(documents: 1, textBytes: 5, words: 2))
    #expect(observations.passing(level: 4, gate: 2).documents == 1)
    #expect(observations.passing(level: 4, gate: 3).documents == 0)
    #expect(observations.passing(level: 3, gate: 3).documents == 1)
    #expect(observations.passing(level: 5, gate: 0).documents == 0)
    var twice = observations
    twice.merge(observations)
    #expect(twice.passing(level: 3, gate: 0).words == 4 && twice.documents == 2)
  }

  @Test func theBuiltInListsAreThePapersFourteen() {
    #expect(ReportTerms.builtIn.categories.count == 14)
    #expect(ReportTerms.builtIn.categories == ReportTerms.builtIn.categories.sorted())
  }
}

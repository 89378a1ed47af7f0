import Foundation
import SluiceCore
import SluiceLedger
import SluicePipeline
import SluiceReport
import SluiceRun
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// Promise: cost grows with the work alone. Twice the work takes less than three times the processor time of this
/// thread, so that other processes do not count; a square would take four times.
@Suite(.serialized) struct CostTests {
  private static let most = 3.0

  /// The least of three measurements.
  private func seconds(_ work: () throws -> Void) rethrows -> Double {
    func now() -> Double {
      var time = timespec()
      clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
      return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
    var least = Double.infinity
    for _ in 0..<3 {
      let start = now()
      try work()
      least = min(least, now() - start)
    }
    return least
  }

  private func expectLinear(_ size: Int, _ what: Comment, _ work: (Int) throws -> Void) rethrows {
    let (one, two) = (try seconds { try work(size) }, try seconds { try work(2 * size) })
    #expect(two < Self.most * one + 0.01, what)
  }

  @Test func aBatchNumbersItsSources() {
    expectLinear(20_000, "sources of a batch") { count in
      var batch = DecisionBatch(rules: [])
      for number in 0..<count {
        let name = Array("https://example.org/\(number)".utf8)
        name.withUnsafeBufferPointer { #expect(batch.sourceIndex($0) == Int32(number)) }
      }
      let again = Array("https://example.org/7".utf8)
      again.withUnsafeBufferPointer { #expect(batch.sourceIndex($0) == 7) }
    }
  }

  @Test func totalsOfManySourcesAreMerged() {
    expectLinear(20_000, "sources of totals") { count in
      var sum = Totals()
      for part in 0..<10 {
        var totals = Totals()
        for number in 0..<count / 10 {
          totals.add(
            Totals.Key(
              source: "s\(part)-\(number)", score: .safe, route: .keep, category: .none, stance: .none,
              language: .supported), Totals.Count(documents: 1))
        }
        sum.merge(totals)
      }
      #expect(sum.keepingLargest(10).sum().documents == count)
    }
  }

  @Test func neighboursOfManyRulesAreBounded() throws {
    func policy(_ rules: Int) throws -> Policy {
      let list = (0..<rules).map { "  - {name: r\($0), when: {score: \">= 3\", source: [s\($0)]}, route: drop}\n" }
      return try Policy(yaml: "version: 1\nrules:\n\(list.joined())  - {name: rest, route: keep}\n", name: "many")
    }
    let (few, many) = (try policy(10), try policy(2000))
    #expect(few.triesAllNeighbours && few.neighbours.count == 50)
    #expect(!many.triesAllNeighbours && many.neighbours.count * 2001 <= 50_000)
    let (one, two) = (
      seconds { _ = many.neighbours },
      try {
        let twice = try policy(4000)
        return seconds { _ = twice.neighbours }
      }()
    )
    #expect(two < Self.most * one + 0.01)
  }

  @Test func aRunOfManyShardsAndSourcesIsReadBack() throws {
    var benches: [Bench] = []
    func run(_ shards: Int) throws -> String {
      let bench = try Bench()
      for number in 0..<shards {
        try bench.scratch.write(
          "{\"text\":\"a\",\"source\":\"s\(number)\"}\n", to: "in/d\(number % 10)/s\(number).jsonl")
      }
      try bench.run()
      benches.append(bench)
      return bench.folder
    }
    let folders = [400: try run(400), 800: try run(800)]
    try expectLinear(400, "outputs of each shard") { count in
      let reader = try LedgerReader(folder: folders[count]!)
      for shard in 1...count { _ = try reader.outputs(shard: shard) }
    }
    try expectLinear(400, "report") { _ = try LedgerReport(folder: folders[$0]!).make() }
    try expectLinear(400, "verify") { count in
      let differences = try RunVerifier(folder: folders[count]!).verify().differences
      #expect(differences == [])
    }
    try expectLinear(400, "summary") {
      _ = try RunSummary(folder: folders[$0]!, reader: LedgerReader(folder: folders[$0]!))
    }
  }
}

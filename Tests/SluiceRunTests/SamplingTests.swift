import SluiceClassifier
import SluiceCore
import SluiceRun
import SluiceTraining
import TestSupport
import Testing

/// Promise: the same documents are drawn for any number of threads, and rare levels are not drowned.
struct SamplingTests {
  @Test(arguments: [1, 3]) func theDrawDoesNotDependOnThreads(_ jobs: Int) throws {
    let bench = try Bench()
    for shard in 0..<4 {
      let lines = (0..<50).map { "{\"text\":\"page \(shard) \($0)\"}\n" }.joined()
      try bench.scratch.write(lines, to: "in/more-\(shard).jsonl")
    }
    let draw = SampleDraw(
      shards: try bench.shards(), model: bench.model, policy: bench.policy, count: 6, properties: .score, jobs: jobs)
    let result = try draw.run()
    #expect(result.seen == 204 && result.passedOver == 1)
    #expect(draw.progress.documents == 204 && draw.progress.shards == 6)
    let keys = result.documents.map(\.key.description)
    #expect(keys.count == 6 && keys.contains("x.jsonl#2") && keys.contains("x.jsonl#5"))
    let single = try SampleDraw(
      shards: try bench.shards(), model: bench.model, policy: bench.policy, count: 6, properties: .score
    ).run()
    #expect(single.documents.map(\.key) == result.documents.map(\.key))
  }

  @Test func aSampleIsReadByAnnotatorsWithoutItsPredictions() throws {
    let bench = try Bench()
    let result = try SampleDraw(shards: try bench.shards(), model: bench.model, count: 4).run()
    let path = bench.scratch.file("sample.jsonl")
    try SampleFile.write(result.documents, to: path)
    let items = try AnnotationItems.read(path)
    #expect(Set(items.map(\.id)) == ["x.jsonl#1", "x.jsonl#2", "x.jsonl#5", "y.jsonl#1"])
    let text = String(decoding: try bytes(of: path), as: UTF8.self)
    #expect(text.contains("\"predicted_score\":5") && !text.contains("\"score\""))
  }
}

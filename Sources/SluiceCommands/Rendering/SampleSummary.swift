internal import SluiceCore
internal import SluiceReport
internal import SluiceRun
internal import SluiceTraining

/// What `sample` has drawn.
struct SampleSummary: Encodable {
  var output: String
  var drawn: Int
  var seen: Int
  var passedOver: Int
  var shards: Int
  /// Drawn documents by predicted level, 0 to 5.
  var levels: [Int]
  var model: String
  var modelSHA256: String

  init(output: String, result: SampleDraw.Result, shards: Int, model: any Scorer) {
    self.output = output
    drawn = result.documents.count
    seen = result.seen
    passedOver = result.passedOver
    self.shards = shards
    levels = [Int](repeating: 0, count: SafetyScore.count)
    for document in result.documents { levels[Int(document.payload.assessment.score.rawValue)] += 1 }
    self.model = model.name
    modelSHA256 = model.digest
  }

  func render() -> String {
    "\(output): \(Numbers.count(drawn)) of \(seen.counted("document")) from \(shards.counted("shard"))\n"
      + "  predicted 0-5  " + levels.map(Numbers.count).joined(separator: "  ") + "\n"
      + "Label them: sluice annotate --terminal \(output) --output labels.jsonl\n"
  }
}

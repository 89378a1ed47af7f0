import SluiceClassifier
import SluiceCore
import Testing

struct HostileFastTextTests {
  static let cases: [(model: TinyFastText, says: String)] = [
    (TinyFastText(version: 13), "version 13"),
    (TinyFastText(dimension: 0), "the dimension is 0"),
    (TinyFastText(dimension: .max), "more than the limit"),
    (TinyFastText(dimension: 3), "at byte"),
    (TinyFastText(wordNgrams: .max), "more than the limit"),
    (TinyFastText(wordNgrams: 2), "no buckets"),
    (TinyFastText(wordNgrams: 2, buckets: 4), "the input matrix is 3 × 2, not 7 × 2"),
    (TinyFastText(loss: 9), "the loss 9"),
    (TinyFastText(kind: 1), "unsupervised"),
    (TinyFastText(buckets: -1), "less than 0"),
    (TinyFastText(maxSubword: .max), "more than the limit"),
    (TinyFastText(loss: 1, labelCounts: [.max, .max]), "label counts"),
    (TinyFastText(loss: 1, labelCounts: [-1, 4]), "label counts"),
    (TinyFastText(input: [0, 0]), "the input matrix is 1 × 2"),
    (TinyFastText(output: [0, 0]), "the output matrix is 1 × 2"),
    (TinyFastText(rows: 1 << 30), "bytes are declared"),
    (TinyFastText(rows: .max), "more than the limit"),
    (TinyFastText(rows: -1), "less than 1"),
    (TinyFastText(pruneSize: 1 << 40), "bytes are declared"),
    (TinyFastText(pruneSize: .max), "bytes are declared"),
    (TinyFastText(pruneSize: 0), "says it is pruned"),
  ]

  @Test(arguments: cases) func brokenModelsAreRefused(_ broken: (model: TinyFastText, says: String)) {
    #expect { try broken.model.model() } throws: { error in
      error is ModelFileError && "\(error)".contains(broken.says) && "\(error)".contains("tiny.bin")
    }
  }

  @Test func whatIsNoModelIsNamed() {
    #expect { try FastTextModel(bytes: Array("{\"text\":\"no\"}".utf8)) } throws: { "\($0)".contains("magic") }
  }

  @Test(arguments: [Int32(1), 2, 3, 4]) func everyTruncationIsRefused(_ loss: Int32) {
    let whole = TinyFastText(loss: loss).bytes
    for count in 0..<whole.count {
      #expect(throws: ModelFileError.self) { try FastTextModel(bytes: Array(whole[..<count])) }
    }
    #expect(throws: ModelFileError.self) { try FastTextModel(bytes: whole + [0]) }
  }

  @Test(arguments: [Int32(1), 3, 4]) func noFlippedByteCrashes(_ loss: Int32) throws {
    var tiny = TinyFastText(wordNgrams: 2, loss: loss, buckets: 2, maxSubword: 3)
    tiny.input += [0.5, 0.5, -0.5, 0.25]
    for position in tiny.bytes.indices {
      for flip in [UInt8(1), 0x40, 0x80, 0xFF] {
        var damaged = tiny.bytes
        damaged[position] ^= flip
        guard let model = try? FastTextModel(bytes: damaged) else { continue }
        let meanings = Dictionary(model.labels.map { (Name($0), LabelTarget(score: .safe)) }) { first, _ in first }
        let scorer = try FastTextScorer(model: model, labels: meanings)
        _ = scorer.makePredictor().predictions(for: "garden storm unknown")
      }
    }
  }
}

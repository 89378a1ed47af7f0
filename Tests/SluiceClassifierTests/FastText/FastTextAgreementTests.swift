import SluiceClassifier
import Testing

/// Models trained by the reference program predict here as they do there: every loss, word n-grams
/// of 1 to 3, with and without character n-grams, plain and quantized in every way.
@Suite(.enabled(if: FastTextReference.isAvailable, "the fasttext program is not installed"))
struct FastTextAgreementTests {
  struct Recipe: CustomTestStringConvertible {
    var loss: String
    var wordNgrams: Int
    var subwords: Bool

    var testDescription: String { "\(loss), \(wordNgrams)-grams\(subwords ? ", subwords" : "")" }

    static let all = ["softmax", "hs", "ova", "ns"].flatMap { loss in
      [1, 2, 3].flatMap { n in [false, true].map { Recipe(loss: loss, wordNgrams: n, subwords: $0) } }
    }

    func options(dimension: Int) -> [String] {
      [
        "-loss", loss, "-wordNgrams", "\(wordNgrams)", "-minn", subwords ? "3" : "0", "-maxn", subwords ? "6" : "0",
        "-bucket", "1000", "-dim", "\(dimension)", "-epoch", "5",
      ]
    }
  }

  @Test(arguments: Recipe.all) func probabilitiesAreTheReferences(_ recipe: Recipe) throws {
    try withScratchFolder { folder in
      let model = try FastTextReference.train(
        in: folder, labels: 6, lines: 400, options: recipe.options(dimension: 10))
      try FastTextReference.expectSamePredictions(model, labels: 6, in: folder, "bin")
      guard recipe.wordNgrams > 1 || recipe.subwords else { return }  // too few rows to quantize
      for way in [[], ["-qnorm"], ["-qnorm", "-cutoff", "400"], ["-cutoff", "300", "-retrain", "-epoch", "1"]] {
        let quantized = try FastTextReference.quantize(in: folder, options: way)
        try FastTextReference.expectSamePredictions(quantized, labels: 6, in: folder, "\(way)")
      }
    }
  }

  /// With more labels than dimensions the embedding is not folded; output quantization needs 256 rows.
  @Test(arguments: ["softmax", "hs", "ova"]) func manyLabelsAndQuantizedOutputsAgreeToo(_ loss: String) throws {
    try withScratchFolder { folder in
      let recipe = Recipe(loss: loss, wordNgrams: 2, subwords: true)
      let model = try FastTextReference.train(
        in: folder, labels: 300, lines: 3000, options: recipe.options(dimension: 7))
      try FastTextReference.expectSamePredictions(model, labels: 300, in: folder, "bin")
      for way in [["-qout"], ["-qout", "-qnorm", "-cutoff", "500"]] {
        let quantized = try FastTextReference.quantize(in: folder, options: way)
        try FastTextReference.expectSamePredictions(quantized, labels: 300, in: folder, "\(way)")
      }
    }
  }

  @Test(arguments: [2, 3, 20]) func everyWidthOfFoldedRowsAgrees(_ labels: Int) throws {
    try withScratchFolder { folder in
      let recipe = Recipe(loss: "softmax", wordNgrams: 2, subwords: true)
      let model = try FastTextReference.train(
        in: folder, labels: labels, lines: 400, options: recipe.options(dimension: 25))
      try FastTextReference.expectSamePredictions(model, labels: labels, in: folder, "\(labels) labels")
    }
  }
}

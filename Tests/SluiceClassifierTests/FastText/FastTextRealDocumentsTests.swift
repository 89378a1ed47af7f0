import Foundation
import SluiceClassifier
import SluiceCore
import Testing

/// Issue 3, item 6: the same top label, and probabilities within 1e-4, on 10,000 real documents.
/// `Scripts/test-fasttext` prepares a folder of models, documents and the reference's answers.
@Suite(.enabled(if: RealDocuments.folder != nil, "prepared and run by Scripts/test-fasttext"))
struct FastTextRealDocumentsTests {
  @Test func probabilitiesAreTheReferencesOnRealDocuments() throws {
    let folder = try #require(RealDocuments.folder)
    let documents = try String(contentsOfFile: folder + "/documents.txt", encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    let bytes = documents.reduce(0) { $0 + $1.utf8.count }
    for model in try filesIn(folder) where model.hasSuffix(".bin") || model.hasSuffix(".ftz") {
      let expected = try String(contentsOfFile: folder + "/\(model).expected", encoding: .utf8)
        .split(separator: "\n", omittingEmptySubsequences: false)
      try #require(expected.count == documents.count + 1)
      let predictor = try FastTextScorer(model: FastTextModel(path: folder + "/" + model)).makePredictor()
      var worst: Float = 0
      var otherLabels = 0
      for (document, line) in zip(documents, expected) {
        let theirs = line.split(separator: " ")
        let ours = predictor.predictions(for: document)
        for pair in stride(from: 0, to: theirs.count, by: 2) {
          let mine = try #require(ours.first { $0.label == String(theirs[pair]) })
          worst = max(worst, abs(mine.probability - (try #require(Float(theirs[pair + 1])))))
        }
        // The program prints six digits, so it may order equal ones either way.
        if theirs.count >= 4, theirs[1] != theirs[3], ours[0].label != String(theirs[0]) { otherLabels += 1 }
      }
      #expect(worst < 1e-4, "\(model)")
      #expect(otherLabels == 0, "\(model)")
      let seconds = try ContinuousClock().measure {
        let session = try FastTextScorer(model: FastTextModel(path: folder + "/" + model)).makeSession()
        for var document in documents { _ = document.withUTF8 { session.assess($0) } }
      }
      print(
        "\(model): \(documents.count) documents, \(bytes) bytes, largest difference \(worst), \(seconds) with loading")
    }
  }
}

enum RealDocuments {
  static var folder: String? { ProcessInfo.processInfo.environment["SLUICE_FASTTEXT_CHECK"] }
}

import SluiceClassifier
import SluiceCore

/// The shipped model, opened once, and texts written for these tests.
enum BuiltIn {
  static let scorer = try! TableScorer.builtIn()

  static func assess(_ text: String) -> Assessment { assess(Array(text.utf8))! }

  static func assess(_ bytes: [UInt8]) -> Assessment? {
    let session = scorer.makeSession()
    return bytes.withUnsafeBufferPointer { session.assess($0) }
  }

  static let insult = "You are a stupid idiot, everybody hates you, shut up and get lost, you worthless moron."

  /// Plain sentences, about ten words each.
  static func neutral(sentences: Int) -> String {
    let lines = [
      "The library opens at nine and closes at six on weekdays.",
      "Fresh bread is sold at the market on the second street.",
      "The train to the coast takes about two hours in summer.",
      "Our garden has tomatoes, beans and a row of tall sunflowers.",
      "Children planted three apple trees beside the school last spring.",
      "A gentle wind moved the boats in the small harbour.",
      "The recipe needs flour, butter, sugar and a little salt.",
    ]
    return (0..<sentences).map { lines[$0 % lines.count] }.joined(separator: " ")
  }
}

internal import SluiceCore
internal import SluiceIO

/// One document on its way into a mix. Buffers are valid only during the call that passes it.
struct MixDocument {
  var text: UnsafeBufferPointer<UInt8>
  var id: UnsafeBufferPointer<UInt8>?
  var source: UnsafeBufferPointer<UInt8>?
  /// `shard#line` of the document, or of the one it was made from.
  var key: String
  /// The level of that document; -1 if the run did not record it.
  var score: Int
  /// How a model made it; nil for documents as they came.
  var making: Making?

  struct Making {
    var stage = ""
    var style = ""
    var model = ""
    var prompt = ""
    var promptVersion = ""
  }
}

/// How much a document counts in planning and checking a mix.
package struct MixSize: Sendable, Hashable, Codable {
  package var documents = 0
  /// Runs of bytes other than ASCII white space.
  package var words = 0
  /// UTF-8 bytes of the texts.
  package var textBytes = 0
  /// Estimated tokens times bytes per token: the text's bytes, where each tag counts as one token.
  package var weight = 0

  package init(documents: Int = 0, words: Int = 0, textBytes: Int = 0, weight: Int = 0) {
    self.documents = documents
    self.words = words
    self.textBytes = textBytes
    self.weight = weight
  }

  package static func += (a: inout MixSize, b: MixSize) {
    a.documents += b.documents
    a.words += b.words
    a.textBytes += b.textBytes
    a.weight += b.weight
  }
}

/// Measures documents. The estimate is stated in every manifest.
package struct MixRuler: Sendable {
  let bytesPerToken: Double
  private let tag: ByteSearch

  package init(bytesPerToken: Double, tag: String) {
    self.bytesPerToken = bytesPerToken
    self.tag = ByteSearch(tag)
  }

  init(_ recipe: Recipe) { self.init(bytesPerToken: recipe.bytesPerToken, tag: recipe.tag) }

  package func holdsTag(_ text: UnsafeBufferPointer<UInt8>) -> Bool { tag.first(in: text) != nil }

  package func size(_ text: UnsafeBufferPointer<UInt8>, isTagged: Bool) -> MixSize {
    var weight = text.count
    if isTagged { weight -= tag.count(in: text) * (tag.needle.count - Int(bytesPerToken.rounded())) }
    return MixSize(documents: 1, words: TextMeasure.words(text), textBytes: text.count, weight: weight)
  }

  package func tokens(_ weight: Int) -> Int { Int(bounding: (Double(weight) / bytesPerToken).rounded()) }

  var estimator: String {
    "UTF-8 bytes of the text / \(bytesPerToken), each harmfulness tag as one token"
  }
}

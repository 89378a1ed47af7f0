package import SluiceCore

/// A row of `mixes`: a finished training set that holds documents of the run.
package struct MixRecord: Sendable, Hashable {
  /// Absolute path of the mix's folder.
  package var output: String
  package var recipe: String
  package var recipeSHA256: String
  package var manifestSHA256: String
  /// Of the whole mix, documents of other runs included.
  package var documents: Int
  package var words: Int
  package var tokens: Int

  package init(
    output: String, recipe: String, recipeSHA256: String, manifestSHA256: String, documents: Int, words: Int,
    tokens: Int
  ) {
    self.output = output
    self.recipe = recipe
    self.recipeSHA256 = recipeSHA256
    self.manifestSHA256 = manifestSHA256
    self.documents = documents
    self.words = words
    self.tokens = tokens
  }
}

/// A file of a mix.
package struct MixFileRecord: Sendable, Hashable {
  /// Below the mix's folder.
  package var path: String
  package var sha256: String

  package init(path: String, sha256: String) {
    self.path = path
    self.sha256 = sha256
  }
}

/// A row of `mix_documents`: one document of a mix, and where it comes from.
package struct MixPlace: Sendable, Hashable {
  /// Of the document, or of the one it was made from.
  package var origin: DocumentKey
  package var component: String
  /// From 1.
  package var copy: Int
  /// Index into the mix's files.
  package var file: Int
  /// From 1.
  package var line: Int

  package init(origin: DocumentKey, component: String, copy: Int, file: Int, line: Int) {
    self.origin = origin
    self.component = component
    self.copy = copy
    self.file = file
    self.line = line
  }
}

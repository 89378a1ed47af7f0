public import SluiceCore

/// A row of `mixes`: a finished training set that holds documents of the run.
public struct MixRecord: Sendable, Hashable {
  /// Absolute path of the mix's folder.
  public var output: String
  public var recipe: String
  public var recipeSHA256: String
  public var manifestSHA256: String
  /// Of the whole mix, documents of other runs included.
  public var documents: Int
  public var words: Int
  public var tokens: Int

  public init(
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
public struct MixFileRecord: Sendable, Hashable {
  /// Below the mix's folder.
  public var path: String
  public var sha256: String

  public init(path: String, sha256: String) {
    self.path = path
    self.sha256 = sha256
  }
}

/// A row of `mix_documents`: one document of a mix, and where it comes from.
public struct MixPlace: Sendable, Hashable {
  /// Of the document, or of the one it was made from.
  public var origin: DocumentKey
  public var component: String
  /// From 1.
  public var copy: Int
  /// Index into the mix's files.
  public var file: Int
  /// From 1.
  public var line: Int

  public init(origin: DocumentKey, component: String, copy: Int, file: Int, line: Int) {
    self.origin = origin
    self.component = component
    self.copy = copy
    self.file = file
    self.line = line
  }
}

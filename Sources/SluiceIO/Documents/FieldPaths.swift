/// Where a document's fields are: dotted paths into its JSON object. An empty path is never found.
public struct FieldPaths: Sendable, Hashable, Codable {
  /// The text that is scored.
  public var text: String
  /// The document's own id, if it has one.
  public var id: String
  /// The source that reports group by, if it has one.
  public var source: String
  /// The URL that policies may match, if it has one.
  public var url: String

  public init(text: String = "text", id: String = "id", source: String = "source", url: String = "url") {
    self.text = text
    self.id = id
    self.source = source
    self.url = url
  }
}

/// Where a document's fields are: dotted paths into its JSON object. An empty path is never found.
public struct FieldPaths: Sendable, Hashable, Codable {
  public var text: String
  public var id: String
  public var source: String
  public var url: String

  public init(text: String = "text", id: String = "id", source: String = "source", url: String = "url") {
    self.text = text
    self.id = id
    self.source = source
    self.url = url
  }
}

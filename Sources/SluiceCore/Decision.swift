/// One document's row in the ledger.
public struct Decision: Sendable, Hashable {
  /// Line in the shard, from 1.
  public var line: Int
  /// The document's own id; integers as their digits; nil if absent or null.
  public var documentID: Name?
  /// The document's source; nil if it has none.
  public var source: Name?
  /// XXH3-64 of the text's UTF-8 bytes.
  public var contentHash: UInt64
  /// Length of the text in UTF-8 bytes.
  public var textBytes: Int
  /// The classifier's assessment.
  public var assessment: Assessment
  /// The assessment's span in Unicode scalars of the text.
  public var scalarSpan: Range<Int>
  /// The route that the policy chose.
  public var route: Route
  /// Name of the policy rule that chose the route.
  public var rule: String

  public init(
    line: Int, documentID: Name?, source: Name?, contentHash: UInt64, textBytes: Int,
    assessment: Assessment, scalarSpan: Range<Int>, route: Route, rule: String
  ) {
    self.line = line
    self.documentID = documentID
    self.source = source
    self.contentHash = contentHash
    self.textBytes = textBytes
    self.assessment = assessment
    self.scalarSpan = scalarSpan
    self.route = route
    self.rule = rule
  }
}

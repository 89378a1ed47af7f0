/// Decisions of consecutive lines of one shard, packed: fixed-size rows and one arena for the ids,
/// so that a worker stores a document's row without allocating.
public struct DecisionBatch: Sendable {
  /// One decision. Its id and source are stored in the batch.
  public struct Row: Sendable {
    /// Line in the shard, from 1.
    public var line: Int
    /// Where the id's UTF-8 bytes are in the arena; length -1 if the document has none.
    public var idStart: Int32
    /// Length of the id in UTF-8 bytes.
    public var idLength: Int32
    /// Index into `sources`; -1 if the document has none.
    public var source: Int32
    /// Index into `rules`.
    public var rule: UInt16
    /// The route that the policy chose.
    public var route: Route
    /// XXH3-64 of the text's UTF-8 bytes.
    public var contentHash: UInt64
    /// Length of the text in UTF-8 bytes.
    public var textBytes: Int
    /// The classifier's assessment, with its span in UTF-8 bytes.
    public var assessment: Assessment
    /// The assessment's span in Unicode scalars of the text.
    public var scalarSpan: Range<Int>
  }

  /// The decisions, in line order.
  public private(set) var rows: [Row] = []
  /// The UTF-8 bytes of all ids, one after another.
  public private(set) var arena: [UInt8] = []
  /// The distinct sources of the rows, in order of first appearance.
  public var sources: [Name] { sourceTable.names }
  private var sourceTable = SourceTable()
  /// Rule names of the policy, shared by all batches of a run.
  public let rules: [String]

  public init(rules: [String]) { self.rules = rules }

  /// Number of decisions.
  public var count: Int { rows.count }
  /// Whether the batch has no decision.
  public var isEmpty: Bool { rows.isEmpty }

  /// Index for a source, adding it if it is new. Cheap when documents of one source come together.
  public mutating func sourceIndex(_ name: UnsafeBufferPointer<UInt8>?) -> Int32 {
    guard let name else { return -1 }
    return sourceTable.index(of: name)
  }

  /// Adds one decision and copies its id into the arena.
  ///
  /// - Parameters:
  ///   - source: from `sourceIndex`; -1 for none.
  ///   - rule: index into `rules`.
  public mutating func append(
    line: Int, id: UnsafeBufferPointer<UInt8>?, source: Int32, contentHash: UInt64, textBytes: Int,
    assessment: Assessment, scalarSpan: Range<Int>, route: Route, rule: Int
  ) {
    let start = arena.count
    if let id { arena.append(contentsOf: id) }
    rows.append(
      Row(
        line: line, idStart: Int32(start), idLength: id.map { Int32($0.count) } ?? -1, source: source,
        rule: UInt16(rule), route: route, contentHash: contentHash, textBytes: textBytes,
        assessment: assessment, scalarSpan: scalarSpan))
  }

  /// One row with its strings, for tests and slow paths.
  public subscript(_ index: Int) -> Decision {
    let row = rows[index]
    let id =
      row.idLength < 0
      ? nil
      : Name(String(decoding: arena[Int(row.idStart)..<Int(row.idStart + row.idLength)], as: UTF8.self))
    return Decision(
      line: row.line, documentID: id, source: row.source < 0 ? nil : sourceTable.names[Int(row.source)],
      contentHash: row.contentHash, textBytes: row.textBytes, assessment: row.assessment,
      scalarSpan: row.scalarSpan, route: row.route, rule: rules[Int(row.rule)])
  }
}

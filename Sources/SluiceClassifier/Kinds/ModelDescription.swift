/// What `sluice inspect` shows of a model file: rows for a terminal, and a value for JSON.
///
/// Names in a file are data and may be hostile; whoever shows them makes them printable.
package struct ModelDescription: Sendable {
  /// A part of a value, to be shown as other such things are.
  package enum Part: Sendable {
    case text(String)
    case count(Int)
    case bytes(Int)
  }

  package struct Row: Sendable {
    package var name: String
    package var value: [Part]
    /// Lines below the row, of which a terminal need not show all.
    package var list: [String] = []

    init(_ name: String, _ value: Part..., list: [String] = []) {
      self.name = name
      self.value = value
      self.list = list
    }
  }

  package struct Section: Sendable {
    package var title: String?
    package var rows: [Row]
  }

  package var path: String
  package var sections: [Section]
  package var json: any Encodable & Sendable

  /// - Parameters:
  ///   - kind: what the kind is called.
  ///   - rows: what follows kind, size and digest.
  ///   - sections: what follows those rows.
  init(
    path: String, kind: String, bytes: Int, digest: String, rows: [Row] = [], sections: [Section] = [],
    json: any Encodable & Sendable
  ) {
    let common = [
      Row("kind", .text(kind)),
      Row("size", .bytes(bytes), .text(" ("), .count(bytes), .text(" bytes)")),
      Row("sha256", .text(digest)),
    ]
    self.path = path
    self.sections = [Section(title: nil, rows: common + rows)] + sections
    self.json = json
  }
}

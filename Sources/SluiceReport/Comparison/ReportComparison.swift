internal import SluiceCore

/// What moved between two reports.
package struct ReportComparison: Codable, Sendable {
  package static let currentFormat = 1

  /// The facts of one side.
  package struct Side: Codable, Sendable {
    package var name: String
    package var documents: Int
    package var words: Int
    package var model: String
    package var modelSHA256: String
    package var policySHA256: String
    package var sample: Double

    init(_ report: CorpusReport, name: String) {
      self.name = name
      documents = report.documents.documents
      words = report.documents.words
      model = report.run.model
      modelSHA256 = report.run.modelSHA256
      policySHA256 = report.run.policySHA256
      sample = report.run.sample
    }
  }

  /// A source on both sides; nil shares where a side has none of it.
  package struct SourceShift: Codable, Sendable {
    package var source: String?
    package var documentsBefore: Int
    package var documentsAfter: Int
    /// Of scores 1 to 5, and of 3 to 5.
    package var any: Shift
    package var unsafe: Shift
  }

  package var format = Self.currentFormat
  package var before: Side
  package var after: Side
  /// Element k holds score k.
  package var levels: [Shift]
  package var categories: [NamedShift]
  package var routeShares: [NamedShift]
  /// The largest movers first.
  package var sources: [SourceShift]
  /// Documents by key; nil unless both sides are runs.
  package var routes: RouteComparison?

  package struct NamedShift: Codable, Sendable {
    package var name: String
    package var shift: Shift
  }

  package init(_ a: CorpusReport, _ b: CorpusReport, names: [String]) {
    before = Side(a, name: names[0])
    after = Side(b, name: names[1])
    let (n, m) = (a.documents.documents, b.documents.documents)
    levels = zip(a.levels, b.levels).map { Shift($0.documents, of: n, $1.documents, of: m) }
    categories = a.categories.compactMap { row in
      guard let other = b.categories.first(where: { $0.category == row.category }) else { return nil }
      let counts = (row.levels.reduce(0, +), other.levels.reduce(0, +))
      guard counts.0 + counts.1 > 0 else { return nil }
      return NamedShift(name: row.category.rawValue, shift: Shift(counts.0, of: n, counts.1, of: m))
    }
    let lanes = [a, b].map { $0.routings.first?.routes ?? [:] }
    let sums = lanes.map { $0.values.reduce(0) { $0 + ($1.documents ?? 0) } }
    routeShares = ["keep", "recontextualize", "refusal", "drop", "quarantine"].compactMap { lane in
      let counts = lanes.map { $0[lane]?.documents ?? 0 }
      guard counts[0] + counts[1] > 0 else { return nil }
      return NamedShift(name: lane, shift: Shift(counts[0], of: sums[0], counts[1], of: sums[1]))
    }
    sources = Self.sources(a, b)
  }

  private static func sources(_ a: CorpusReport, _ b: CorpusReport) -> [SourceShift] {
    var rows: [Name?: (before: [Int], after: [Int])] = [:]
    let none = [Int](repeating: 0, count: a.levels.count)
    for source in a.sources { rows[source.name] = (source.levels, none) }
    for source in b.sources { rows[source.name] = (rows[source.name]?.before ?? none, source.levels) }
    return rows.map { source, levels in
      let (n, m) = (levels.before.reduce(0, +), levels.after.reduce(0, +))
      func shift(from level: Int) -> Shift {
        Shift(levels.before[level...].reduce(0, +), of: n, levels.after[level...].reduce(0, +), of: m)
      }
      return SourceShift(
        source: source?.text, documentsBefore: n, documentsAfter: m, any: shift(from: 1), unsafe: shift(from: 3))
    }
    .sorted { a, b in
      let (x, y) = (abs(a.any.difference ?? 0), abs(b.any.difference ?? 0))
      return x != y ? x > y : Name(a.source ?? "") < Name(b.source ?? "")
    }
  }

  /// How to read the tables.
  package var notes: [String] {
    var notes: [String] = []
    if before.modelSHA256 != after.modelSHA256 { notes.append("The two used different models.") }
    if before.policySHA256 != after.policySHA256 { notes.append("The two used different policies.") }
    notes.append(
      "A shift is marked * if two samples of one corpus would differ this much in fewer than 1 of 1,000 cases "
        + "(two-sided test of two shares). With many documents even small shifts are certain, and may still not "
        + "matter: look at the size first. If both sides have the same documents, the test is too cautious.")
    return notes
  }
}

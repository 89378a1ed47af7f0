package import SluiceCore
package import SluiceIO

/// Which documents `sluice score` hands back, and how.
package struct ScoreRows: Sendable {
  package enum Format: String, CaseIterable, Sendable {
    /// The input line with the `safety` object appended.
    case document
    /// The score alone, as JSON.
    case score
    case csv, tsv
  }

  package var format = Format.document
  package var fields = FieldPaths()
  /// The key of the appended object.
  package var safetyKey = "safety"
  /// Whether each line is a text, not a JSON object.
  package var areTexts = false
  /// A policy whose first rule a document must match to be handed back; nil for all.
  package var filter: Policy?
  /// Lanes whose documents are handed back; nil for all.
  package var lanes: Set<Lane>?

  package init() {}

  /// The first line of the output, with its end; nil if there is none.
  package var header: String? { ScoreRow.header(format.separator) }
}

extension ScoreRows.Format {
  /// What separates the columns of a table.
  var separator: ScoreRow.Separator? {
    switch self {
    case .document, .score: nil
    case .csv: .comma
    case .tsv: .tab
    }
  }
}

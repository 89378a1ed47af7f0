public import SluiceCore

/// Sluice's own classifier: a table of feature weights and a small head.
public final class TableScorer: Scorer {
  public let name: String
  public let digest: String
  /// The file's metadata: training data, calibration, measured quality.
  public let metadata: [String: String]
  let model: TableModel

  /// Reads a model.
  ///
  /// - Throws: ``ModelFileError`` if the file lacks something or holds nonsense.
  public init(_ file: ModelFile) throws(ModelFileError) {
    model = try TableModel(file)
    name = file.metadata["name"] ?? "sluice-table"
    digest = file.digest
    metadata = file.metadata
  }

  /// The model built into the program.
  public static func builtIn() throws(ModelFileError) -> TableScorer { try TableScorer(.builtIn()) }

  public func makeSession() -> any ScoringSession { TableSession(model) }
}

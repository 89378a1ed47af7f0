public import SluiceCore

/// Sluice's own classifier: a screen, a table of feature weights and a small network.
public final class TableScorer: Scorer {
  /// What the model calls itself, such as `sluice-default-1`.
  public let name: String
  /// SHA-256 of the model file, 64 lower-case hex digits.
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
  ///
  /// - Throws: ``ModelFileError`` if the program was built with a file that is not such a model.
  public static func builtIn() throws(ModelFileError) -> TableScorer { try TableScorer(.builtIn()) }

  /// A session for one worker.
  public func makeSession() -> any ScoringSession { TableSession(model) }

  /// The strongest features of the window that drove the score, as ``explain(_:limit:)`` finds them.
  public func drivingFeatures(of text: UnsafeBufferPointer<UInt8>) -> [DrivingFeature]? { explain(text).features }
}

package import SluiceCore

/// A kind of model file, and one opened file of that kind.
///
/// A new kind is a file with a type that conforms, and a line in ``ModelKinds/all``. No other place asks which kind a
/// model is.
package protocol ModelKind: Sendable {
  /// Whether a file that holds these bytes is of this kind. The file may be hostile and of any other kind.
  static func recognises(_ bytes: UnsafeRawBufferPointer) -> Bool
  /// Whether its scorers can tell what drove a score (``Scorer/drivingFeatures(of:)``).
  static var explains: Bool { get }

  /// Checks a file that was read, in full.
  init(_ region: MemoryRegion, path: String) throws(ModelFileError)

  /// SHA-256 of the file: what decisions are bound to.
  var digest: String { get }
  /// What `sluice inspect` shows.
  var description: ModelDescription { get }

  /// - Parameter labels: what the labels of the model mean, for kinds that have labels of their own.
  func makeScorer(labels: [Name: LabelTarget]?) throws(ModelFileError) -> any Scorer
}

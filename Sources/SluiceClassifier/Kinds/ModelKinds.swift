public import SluiceCore

/// Opens a classifier by what its file holds, whatever its name: a model of `sluice train`, or a supervised fastText
/// model.
public enum ModelKinds {
  /// In the order in which they are asked.
  package static let all: [any ModelKind.Type] = [FastTextKind.self, NativeKind.self]

  /// Opens a model and makes it ready to score.
  ///
  /// - Parameters:
  ///   - path: the model file; nil is the model inside the program.
  ///   - labels: what the labels of a fastText model mean, with or without `__label__`; nil if they are the levels
  ///     themselves, `__label__0` to `__label__5`. A native model has no use for them.
  /// - Throws: ``ModelFileError`` with the path and the remedy.
  public static func load(
    path: String?, labels: [Name: LabelTarget]? = nil
  ) throws(ModelFileError) -> any Scorer {
    try open(path: path).makeScorer(labels: labels)
  }

  /// Opens a model file and checks it in full; nil is the model inside the program.
  package static func open(path: String?) throws(ModelFileError) -> any ModelKind {
    guard let path else { return try NativeKind.builtIn() }
    let region = try MemoryRegion.reading(path)
    return try kind(of: region).init(region, path: path)
  }

  /// The scorer that can tell what drove the decisions bound to a digest.
  ///
  /// - Returns: nil if the file is another model, whose features would explain another score, or if models of its
  ///   kind cannot tell.
  package static func explainer(path: String?, of digest: String) throws(ModelFileError) -> (any Scorer)? {
    let model = try open(path: path)
    guard type(of: model).explains else { return nil }
    return model.digest == digest ? try model.makeScorer(labels: nil) : nil
  }

  /// The kind that recognises a file. A file of no kind is left to the native kind, whose reader says what is wrong.
  private static func kind(of region: MemoryRegion) -> any ModelKind.Type {
    all.first { $0.recognises(region.bytes) } ?? NativeKind.self
  }
}

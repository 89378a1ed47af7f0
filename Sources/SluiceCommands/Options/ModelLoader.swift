internal import SluiceClassifier
internal import SluiceCore
internal import SluicePipeline

/// Opens a classifier by what its file holds, whatever its name.
enum ModelLoader {
  /// - Parameters:
  ///   - path: a native or fastText model; nil is the model inside the program.
  ///   - policy: its `labels` say what the labels of a fastText model mean.
  static func load(_ path: String?, policy: Policy) throws -> any Scorer {
    guard let path else { return try TableScorer.builtIn() }
    guard FastTextModel.recognises(path: path) else { return try TableScorer(ModelFile(path: path)) }
    return try FastTextScorer(model: FastTextModel(path: path), labels: policy.labelMap)
  }
}

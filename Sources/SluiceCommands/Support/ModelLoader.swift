internal import SluiceClassifier
internal import SluiceCore
internal import SluicePipeline

/// Opens a classifier: sluice's own model file, or a fastText model with the policy's label map.
enum ModelLoader {
  /// - Parameter path: nil for the model inside the program.
  static func load(_ path: String?, policy: Policy) throws -> any Scorer {
    guard let path else { return try NativeScorer.default }
    if FastTextModel.recognises(path: path) {
      return try FastTextScorer(model: FastTextModel(path: path), labels: policy.labelMap)
    }
    return try NativeScorer(path: path)
  }
}

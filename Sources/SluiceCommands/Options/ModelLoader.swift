internal import SluiceClassifier
internal import SluiceCore
internal import SluicePipeline

/// Opens a classifier with the policy it is used with.
enum ModelLoader {
  /// - Parameters:
  ///   - path: a native or fastText model; nil is the model inside the program.
  ///   - policy: its `labels` say what the labels of a fastText model mean.
  static func load(_ path: String?, policy: Policy) throws -> any Scorer {
    try ModelKinds.load(path: path, labels: policy.labelMap)
  }
}

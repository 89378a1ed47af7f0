internal import SluiceClassifier
internal import SluiceCore
internal import SluicePipeline

enum ModelLoader {
  static func load(_ path: String?, policy: Policy) throws -> any Scorer {
    try FastTextScorer(model: FastTextModel(path: path!))
  }
}

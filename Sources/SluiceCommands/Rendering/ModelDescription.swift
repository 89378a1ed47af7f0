internal import Foundation
internal import SluiceClassifier
internal import SluiceCore
internal import SluiceReport

/// What `inspect` tells of a model file.
struct ModelDescription: Codable {
  struct Tensor: Codable {
    var name: String
    var type: String
    var shape: [Int]
    var bytes: Int
    /// Where its bytes start in the file.
    var offset: Int
  }

  /// How a fastText model was trained, by the names of the reference's options.
  struct Training: Codable {
    var dim: Int
    var loss: String
    var wordNgrams: Int
    /// 0 if words are not cut into character n-grams.
    var minn: Int
    var maxn: Int
    var bucket: Int
  }

  var path: String
  /// `sluice` or `fasttext`.
  var kind: String
  var bytes: Int
  var sha256: String
  var metadata: [String: String]?
  var tensors: [Tensor]?
  var training: Training?
  var labels: [String]?
  var words: Int?
  var rows: Int?
  var quantized: Bool?

  /// - Parameter path: nil is the model inside the program.
  /// - Throws: `ModelFileError`.
  init(path: String?) throws {
    if let path, FastTextModel.recognises(path: path) {
      let model = try FastTextModel(path: path)
      self.path = path
      kind = "fasttext"
      bytes = model.byteCount
      sha256 = model.digest
      training = Training(
        dim: model.dimension, loss: model.lossName, wordNgrams: model.longestWordNgram,
        minn: model.subwords?.lowerBound ?? 0, maxn: model.subwords?.upperBound ?? 0, bucket: model.bucketCount)
      labels = model.labels
      words = model.wordCount
      rows = model.rowCount
      quantized = model.isQuantized
    } else {
      let file = try path.map { try ModelFile(path: $0) } ?? ModelFile.builtIn()
      self.path = file.path
      kind = "sluice"
      bytes = file.byteCount
      sha256 = file.digest
      metadata = file.metadata
      tensors = file.tensors.map {
        Tensor(
          name: $0.name, type: $0.type.rawValue, shape: $0.shape, bytes: $0.fileRange.count,
          offset: $0.fileRange.lowerBound)
      }
    }
  }

  /// Names in the file are data: nothing in them can steer the terminal.
  func render() -> String {
    var lines = [path]
    func add(_ name: String, _ value: String) {
      let shown = Printable.line(name, limit: 40)
      lines.append("  " + shown + String(repeating: " ", count: max(1, 16 - shown.count)) + Printable.line(value))
    }
    add("kind", kind == "fasttext" ? "supervised fastText model" : "native model")
    add("size", "\(Numbers.bytes(bytes)) (\(Numbers.count(bytes)) bytes)")
    add("sha256", sha256)
    if let training, let words, let rows, let quantized {
      add("matrix", "\(rows.counted("row")) × \(training.dim)" + (quantized ? ", product-quantized" : ""))
      add("loss", training.loss)
      add("words", Numbers.count(words))
      add("word n-grams", "up to \(training.wordNgrams)")
      let cut = training.maxn > 0 ? "\(training.minn) to \(training.maxn) characters" : "none"
      add("subwords", cut)
      if training.wordNgrams > 1 || training.maxn > 0 { add("buckets", Numbers.count(training.bucket)) }
    }
    if let labels {
      add("labels", Numbers.count(labels.count))
      for label in labels.prefix(Self.mostLabels) { lines.append("    " + Printable.line(label, limit: 100)) }
      if labels.count > Self.mostLabels { lines.append("    … (all with --json)") }
    }
    if let metadata, !metadata.isEmpty {
      lines.append("metadata")
      for (key, value) in metadata.sorted(by: { $0.key < $1.key }) { add(key, value) }
    }
    if let tensors {
      lines.append("tensors")
      for tensor in tensors {
        let shape = tensor.shape.map(String.init).joined(separator: " × ")
        add(tensor.name, "\(tensor.type) [\(shape)], \(Numbers.bytes(tensor.bytes))")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static let mostLabels = 50
}

internal import SluiceCore

/// Supervised fastText models, `.bin` or `.ftz`.
struct FastTextKind: ModelKind {
  let model: FastTextModel

  static func recognises(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.count >= 4 && bytes.loadUnaligned(as: Int32.self).littleEndian == FastTextArguments.magic
  }

  static let explains = false

  init(_ region: MemoryRegion, path: String) throws(ModelFileError) {
    model = try FastTextModel(region: region, path: path)
  }

  var digest: String { model.digest }

  func makeScorer(labels: [Name: LabelTarget]?) throws(ModelFileError) -> any Scorer {
    try FastTextScorer(model: model, labels: labels)
  }

  var description: ModelDescription {
    let json = JSON(model)
    let training = json.training
    var rows = [
      ModelDescription.Row(
        "matrix",
        .text("\(model.rowCount.counted("row")) × \(training.dim)" + (json.quantized ? ", product-quantized" : ""))),
      ModelDescription.Row("loss", .text(training.loss)),
      ModelDescription.Row("words", .count(model.wordCount)),
      ModelDescription.Row("word n-grams", .text("up to \(training.wordNgrams)")),
      ModelDescription.Row(
        "subwords", .text(training.maxn > 0 ? "\(training.minn) to \(training.maxn) characters" : "none")),
    ]
    if training.wordNgrams > 1 || training.maxn > 0 {
      rows.append(ModelDescription.Row("buckets", .count(training.bucket)))
    }
    rows.append(ModelDescription.Row("labels", .count(model.labels.count), list: model.labels))
    return ModelDescription(
      path: model.path, kind: "supervised fastText model", bytes: model.byteCount, digest: model.digest, rows: rows,
      json: json)
  }

  private struct JSON: Encodable {
    /// How a model was trained, by the names of the reference's options.
    struct Training: Encodable {
      var dim: Int
      var loss: String
      var wordNgrams: Int
      /// 0 if words are not cut into character n-grams.
      var minn: Int
      var maxn: Int
      var bucket: Int
    }

    var path: String
    var kind = "fasttext"
    var bytes: Int
    var sha256: String
    var training: Training
    var labels: [String]
    var words: Int
    var rows: Int
    var quantized: Bool

    init(_ model: FastTextModel) {
      path = model.path
      bytes = model.byteCount
      sha256 = model.digest
      training = Training(
        dim: model.dimension, loss: model.lossName, wordNgrams: model.longestWordNgram,
        minn: model.subwords?.lowerBound ?? 0, maxn: model.subwords?.upperBound ?? 0, bucket: model.bucketCount)
      labels = model.labels
      words = model.wordCount
      rows = model.rowCount
      quantized = model.isQuantized
    }
  }
}

internal import SluiceCore

/// Models of `sluice train`: a table of n-gram weights, a small network and a screen, as safetensors.
struct NativeKind: ModelKind {
  let file: ModelFile

  static func recognises(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard let header = try? SafetensorsHeader(bytes, path: "") else { return false }
    return header.metadata["format"]?.hasPrefix("sluice-table-") ?? false
  }

  static let explains = true

  init(_ region: MemoryRegion, path: String) throws(ModelFileError) { file = try ModelFile(region: region, path: path) }

  private init(_ file: ModelFile) { self.file = file }

  /// The model inside the program.
  static func builtIn() throws(ModelFileError) -> NativeKind { NativeKind(try ModelFile.builtIn()) }

  var digest: String { file.digest }

  func makeScorer(labels: [Name: LabelTarget]?) throws(ModelFileError) -> any Scorer { try TableScorer(file) }

  var description: ModelDescription {
    let metadata = file.metadata.sorted { $0.key < $1.key }.map { ModelDescription.Row($0.key, .text($0.value)) }
    let tensors = file.tensors.map { tensor in
      let shape = tensor.shape.map(String.init).joined(separator: " × ")
      return ModelDescription.Row(
        tensor.name, .text("\(tensor.type.rawValue) [\(shape)], "), .bytes(tensor.fileRange.count))
    }
    let sections = [
      ModelDescription.Section(title: "metadata", rows: metadata),
      ModelDescription.Section(title: "tensors", rows: tensors),
    ]
    return ModelDescription(
      path: file.path, kind: "native model", bytes: file.byteCount, digest: file.digest,
      sections: metadata.isEmpty ? [sections[1]] : sections, json: JSON(file))
  }

  private struct JSON: Encodable {
    struct Tensor: Encodable {
      var name: String
      var type: String
      var shape: [Int]
      var bytes: Int
      /// Where its bytes start in the file.
      var offset: Int
    }

    var path: String
    var kind = "sluice"
    var bytes: Int
    var sha256: String
    var metadata: [String: String]
    var tensors: [Tensor]

    init(_ file: ModelFile) {
      path = file.path
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
}

/// A sluice model read from its file: table, head, screen, calibration and cuts. The inverse of `init`, which writes
/// one, is in SluiceTraining.
package struct TableModel: Sendable {
  package static let format = "sluice-table-3"
  /// Tokens in a window, in blocks; windows overlap by half.
  static let windowBlocks = 4
  static let strideBlocks = 2

  let table: FeatureTable
  let scales: [Float]
  let biases: [Float]
  let head: Head
  let screen: Screen
  let rule: DecisionRule

  init(_ file: ModelFile) throws(ModelFileError) {
    let found = try file.requiredMetadata("format")
    guard found == Self.format else {
      throw ModelFileError(path: file.path, .unsupported("the model format \(found.prefix(40))"))
    }
    table = try FeatureTable(
      hashes: file.tensor("hashes", shape: [nil]), rows: file.tensor("rows", shape: [nil, Column.count]),
      words: Self.count(file, "words"), pairs: Self.count(file, "pairs"), commonRows: Self.count(file, "common_rows"),
      path: file.path)
    scales = try Self.finite(file, "column_scales", [Column.count])
    biases = try Self.finite(file, "column_biases", [Column.count])
    let hidden = try file.tensor("head.hidden_biases", of: Float.self, shape: [nil]).count
    guard hidden <= 1024 else {
      throw ModelFileError(path: file.path, .tooLarge(what: "the hidden layer", size: hidden, limit: 1024))
    }
    var head = Head(hidden: hidden)
    head.hiddenBiases = try Self.finite(file, "head.hidden_biases", [hidden])
    head.hiddenWeights = try Self.finite(file, "head.hidden_weights", [hidden, Head.inputs])
    head.outputWeights = try Self.finite(file, "head.output_weights", [Head.outputs, hidden])
    head.directWeights = try Self.finite(file, "head.direct_weights", [Head.outputs, Head.inputs])
    head.outputBiases = try Self.finite(file, "head.output_biases", [Head.outputs])
    self.head = head
    screen = try Screen(file)
    rule = try DecisionRule(
      calibration: Calibration(
        slopes: Self.perLevel(file, "calibration.slopes"), offsets: Self.perLevel(file, "calibration.offsets")),
      cuts: Self.perLevel(file, "cuts"))
  }

  private static func count(_ file: ModelFile, _ name: String) throws(ModelFileError) -> Int {
    let text = try file.requiredMetadata(name)
    guard let count = Int(text), count >= 0 else {
      throw ModelFileError(path: file.path, .malformed("\(name) is not a number: \(text.prefix(40))"))
    }
    return count
  }

  private static func perLevel(_ file: ModelFile, _ name: String) throws(ModelFileError) -> PerLevel {
    let numbers = try finite(file, name, [Head.levels])
    return PerLevel { numbers[$0] }
  }

  static func finite(_ file: ModelFile, _ name: String, _ shape: [Int]) throws(ModelFileError) -> [Float] {
    let tensor = try file.tensor(name, of: Float.self, shape: shape)
    guard tensor.unsafeBuffer.allSatisfy({ $0.isFinite && abs($0) < 1e6 }) else {
      throw ModelFileError(path: file.path, .malformed("the tensor \(name) holds a number out of range"))
    }
    return Array(tensor.unsafeBuffer)
  }
}

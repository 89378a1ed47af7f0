/// A sluice model read from its file: table, head, screen, calibration and cuts.
struct TableModel: Sendable {
  static let format = "sluice-table-3"
  /// Tokens in a window, in blocks; windows overlap by half.
  static let windowBlocks = 4
  static let strideBlocks = 2

  let table: FeatureTable
  let scales: [Float]
  let biases: [Float]
  let head: Head
  let screen: Screen
  /// Slope and offset of each level's logit.
  let slopes: [Float]
  let offsets: [Float]
  /// The probability at which a text counts as at or above each level.
  let cuts: [Float]

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
    slopes = try Self.finite(file, "calibration.slopes", [Head.levels])
    offsets = try Self.finite(file, "calibration.offsets", [Head.levels])
    cuts = try Self.finite(file, "cuts", [Head.levels])
  }

  /// Adds everything to a file being written; the inverse of `init`.
  static func write(
    to file: inout ModelFileWriter, table: TableBuilder.Table, head: Head, screen: ScreenTrainer.Fit,
    calibration: Calibration, cuts: [Float]
  ) {
    file.metadata["format"] = format
    file.metadata["words"] = String(table.words)
    file.metadata["pairs"] = String(table.pairs)
    file.metadata["common_rows"] = String(table.commonRows)
    file.add("hashes", shape: [table.hashes.count], table.hashes)
    file.add("rows", shape: [table.hashes.count + 1, Column.count], table.rows)
    file.add("column_scales", shape: [Column.count], table.scales)
    file.add("column_biases", shape: [Column.count], table.biases)
    file.add("head.hidden_biases", shape: [head.hidden], head.hiddenBiases)
    file.add("head.hidden_weights", shape: [head.hidden, Head.inputs], head.hiddenWeights)
    file.add("head.output_weights", shape: [Head.outputs, head.hidden], head.outputWeights)
    file.add("head.direct_weights", shape: [Head.outputs, Head.inputs], head.directWeights)
    file.add("head.output_biases", shape: [Head.outputs], head.outputBiases)
    file.add("screen.entries", shape: [Screen.slots], screen.entries)
    file.add("screen.numbers", shape: [screen.numbers.count], screen.numbers)
    file.add("calibration.slopes", shape: [Head.levels], calibration.slopes)
    file.add("calibration.offsets", shape: [Head.levels], calibration.offsets)
    file.add("cuts", shape: [Head.levels], cuts)
  }

  private static func count(_ file: ModelFile, _ name: String) throws(ModelFileError) -> Int {
    let text = try file.requiredMetadata(name)
    guard let count = Int(text), count >= 0 else {
      throw ModelFileError(path: file.path, .malformed("\(name) is no number: \(text.prefix(40))"))
    }
    return count
  }

  static func finite(_ file: ModelFile, _ name: String, _ shape: [Int]) throws(ModelFileError) -> [Float] {
    let tensor = try file.tensor(name, of: Float.self, shape: shape)
    guard tensor.unsafeBuffer.allSatisfy({ $0.isFinite && abs($0) < 1e6 }) else {
      throw ModelFileError(path: file.path, .malformed("the tensor \(name) holds a number out of range"))
    }
    return Array(tensor.unsafeBuffer)
  }
}

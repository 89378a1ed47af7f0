internal import SluiceClassifier

extension TableModel {
  /// Adds everything to a file being written; the inverse of `init`.
  static func write(
    to file: inout ModelFileWriter, table: TableBuilder.Table, head: Head, screen: ScreenTrainer.Fit,
    rule: DecisionRule
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
    file.add("calibration.slopes", shape: [Head.levels], rule.calibration.slopes.array)
    file.add("calibration.offsets", shape: [Head.levels], rule.calibration.offsets.array)
    file.add("cuts", shape: [Head.levels], rule.cuts.array)
  }
}

extension PerLevel {
  /// The numbers as an array, level 1 first.
  var array: [Float] { indices.map { self[$0] } }
}

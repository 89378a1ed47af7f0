import SluiceClassifier

/// A native model of a few features and random weights, small enough to damage again and again.
enum TinyTable {
  static let bytes: [UInt8] = {
    var random = Numbers(state: 1)
    func floats(_ count: Int) -> [Float] { (0..<count).map { _ in Float(random.next() % 2000) / 1000 - 1 } }
    let (words, pairs, ngrams, hidden) = (40, 20, 30, 4)
    let features = words + pairs + ngrams
    var file = ModelFileWriter()
    file.metadata = [
      "format": TableModel.format, "name": "tiny", "words": "\(words)", "pairs": "\(pairs)", "common_rows": "10",
    ]
    file.add("hashes", shape: [features], (1...UInt64(features)).map { $0 &* 0x9E37_79B9_7F4A_7C15 })
    file.add(
      "rows", shape: [features + 1, Column.count],
      (0..<(features + 1) * Column.count).map { $0 < Column.count ? 0 : Int8(truncatingIfNeeded: random.next()) })
    file.add("column_scales", shape: [Column.count], floats(Column.count))
    file.add("column_biases", shape: [Column.count], floats(Column.count))
    file.add("head.hidden_biases", shape: [hidden], floats(hidden))
    file.add("head.hidden_weights", shape: [hidden, Head.inputs], floats(hidden * Head.inputs))
    file.add("head.output_weights", shape: [Head.outputs, hidden], floats(Head.outputs * hidden))
    file.add("head.direct_weights", shape: [Head.outputs, Head.inputs], floats(Head.outputs * Head.inputs))
    file.add("head.output_biases", shape: [Head.outputs], floats(Head.outputs))
    file.add("screen.entries", shape: [Screen.slots], [UInt16](repeating: UInt16(Screen.zero), count: Screen.slots))
    file.add("screen.numbers", shape: [3 + 2 * Head.levels], floats(3 + 2 * Head.levels))
    file.add("calibration.slopes", shape: [Head.levels], floats(Head.levels))
    file.add("calibration.offsets", shape: [Head.levels], floats(Head.levels))
    file.add("cuts", shape: [Head.levels], [0.5, 0.5, 0.5, 0.5, 0.3] as [Float])
    return file.bytes()
  }()
}

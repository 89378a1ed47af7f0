/// The input matrix multiplied by the output matrix, once: a row is what a feature adds to each of
/// the label outputs.
///
/// Prediction is linear up to the loss: outputs = W · mean(rows) = mean(W · rows). With fewer
/// labels than dimensions, adding rows of W · input touches one cache line per feature where the
/// embedding takes seven. Rows of words also hold the sum of the word's character n-grams.
/// Sums differ from the reference's in the last bits only.
final class FoldedMatrix: Sendable {
  /// Floats per row: the labels, rounded up to 2, 4 or a multiple of 8.
  let width: Int
  private let values: FastTextMemory<Float>

  /// Whether folding makes rows shorter, within a gibibyte and some seconds. Quantized matrices
  /// expand, so a hostile file could ask for more than there is.
  static func pays(for model: FastTextModel) -> Bool {
    let width = width(for: model)
    let values = model.input.rows.multipliedReportingOverflow(by: width)
    guard width < model.dimension, !values.overflow, values.partialValue <= 1 << 28 else { return false }
    return values.partialValue <= (1 << 36) / model.dimension
  }

  private static func width(for model: FastTextModel) -> Int {
    let labels = model.labels.count
    return labels <= 2 ? 2 : labels <= 4 ? 4 : (labels + 7) / 8 * 8
  }

  /// Takes rows × dimension × labels multiplications.
  init(_ model: FastTextModel) {
    let width = Self.width(for: model)
    let dimension = model.dimension
    let labels = model.labels.count
    let values = FastTextMemory<Float>(zeroed: model.input.rows * width)
    // The output matrix on its side, its norms multiplied in.
    let outputs = FastTextMemory<Float>(zeroed: dimension * width)
    let row = FastTextMemory<Float>(zeroed: dimension + 8)
    for label in 0..<labels {
      model.output.copyWithoutNorm(label, to: row.base)
      let norm = model.output.norm(of: label)
      for column in 0..<dimension { outputs.base[column * width + label] = row.base[column] * norm }
    }
    for index in 0..<model.input.rows {
      model.input.copyWithoutNorm(index, to: row.base)
      let norm = model.input.norm(of: index)
      let target = values.base + index * width
      switch width {
      case 2: Self.fold(row.base, outputs.base, dimension, norm, into: target, as: SIMD2<Float>.self)
      case 4: Self.fold(row.base, outputs.base, dimension, norm, into: target, as: SIMD4<Float>.self)
      default:
        for block in stride(from: 0, to: width, by: 8) {
          Self.fold(
            row.base, outputs.base + block, dimension, norm, into: target + block, as: SIMD8<Float>.self, stride: width)
        }
      }
    }
    self.width = width
    self.values = values
    addSubwordsToWords(model)
  }

  private func addSubwordsToWords(_ model: FastTextModel) {
    guard model.arguments.maxSubword > 0 else { return }
    var scratch: [UInt8] = []
    for word in 0..<model.dictionary.words where word != model.dictionary.endOfSentence {
      model.forEachSubword(of: model.dictionary.bytes(of: word), scratch: &scratch) { subword in
        for k in 0..<width { values.base[word * width + k] += values.base[Int(subword) * width + k] }
      }
    }
  }

  /// Adds rows to `sums`, which has ``width`` elements.
  @inline(__always)
  func add(_ rows: UnsafeBufferPointer<UInt32>, to sums: UnsafeMutablePointer<Float>) {
    switch width {
    case 2: add(rows, to: sums, as: SIMD2<Float>.self)
    case 4: add(rows, to: sums, as: SIMD4<Float>.self)
    case 8: add(rows, to: sums, as: SIMD8<Float>.self)
    default:
      for row in rows {
        let source = values.base + Int(row) * width
        for k in 0..<width { sums[k] += source[k] }
      }
    }
  }

  @inline(__always)
  private func add<Vector: SIMD<Float>>(
    _ rows: UnsafeBufferPointer<UInt32>, to sums: UnsafeMutablePointer<Float>, as type: Vector.Type
  ) where Vector: BitwiseCopyable {
    values.base.withMemoryRebound(to: Vector.self, capacity: values.count / Vector.scalarCount) { table in
      var even = Vector.zero
      var odd = Vector.zero
      var index = 0
      while index + 1 < rows.count {
        even += table[Int(rows[index])]
        odd += table[Int(rows[index + 1])]
        index += 2
      }
      if index < rows.count { even += table[Int(rows[index])] }
      even += odd
      for k in 0..<Vector.scalarCount { sums[k] += even[k] }
    }
  }

  @inline(__always)
  private static func fold<Vector: SIMD<Float>>(
    _ row: UnsafeMutablePointer<Float>, _ outputs: UnsafeMutablePointer<Float>, _ dimension: Int, _ norm: Float,
    into target: UnsafeMutablePointer<Float>, as type: Vector.Type, stride: Int = Vector.scalarCount
  ) where Vector: BitwiseCopyable {
    let raw = UnsafeRawPointer(outputs)
    var sum = Vector.zero
    var sum2 = Vector.zero
    var column = 0
    while column + 1 < dimension {
      sum += raw.loadUnaligned(fromByteOffset: column * stride * 4, as: Vector.self) * row[column]
      sum2 += raw.loadUnaligned(fromByteOffset: (column + 1) * stride * 4, as: Vector.self) * row[column + 1]
      column += 2
    }
    if column < dimension {
      sum += raw.loadUnaligned(fromByteOffset: column * stride * 4, as: Vector.self) * row[column]
    }
    sum = (sum + sum2) * norm
    for k in 0..<Vector.scalarCount { target[k] = sum[k] }
  }
}

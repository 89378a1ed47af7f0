/// Predicts with a model: one worker's scratch. Used by one thread at a time.
///
/// Two ways lead to the outputs. The folded one is fast. The plain one adds in the order of the
/// reference and so rounds as it does; it serves models with more labels than dimensions, and
/// outputs so near a step of the sigmoid table that the last bits decide.
package final class FastTextPredictor {
  private let model: FastTextModel
  private let folded: FoldedMatrix?
  private let foldedFeatures: FastTextFeatures
  private lazy var plainFeatures = FastTextFeatures(model: model, wordsHoldSubwords: false)
  private lazy var plainOutput = PlainOutput(model)
  private let outputs: FastTextMemory<Float>
  private let scratch: FastTextMemory<Float>

  init(model: FastTextModel, folded: FoldedMatrix?) {
    self.model = model
    self.folded = folded
    foldedFeatures = FastTextFeatures(model: model, wordsHoldSubwords: true)
    outputs = FastTextMemory(zeroed: max(model.labels.count, folded?.width ?? 0))
    scratch = FastTextMemory(zeroed: 3 * model.labels.count)
  }

  /// Calls `body` with one probability per label, in the order of the model's labels, as
  /// `fasttext predict-prob` computes them before it adds 1e-5 for printing.
  ///
  /// - Returns: nil if nothing in the text is known to the model.
  package func withProbabilities<Result>(
    of text: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<Float>) -> Result
  ) -> Result? {
    let count = model.labels.count
    guard foldedOutputs(of: text) || plainOutputs(of: text) else { return nil }
    model.loss.apply(to: outputs.base, scratch: scratch.base, count: count)
    return body(UnsafeBufferPointer(start: outputs.base, count: count))
  }

  /// Probabilities by label, most probable first; for showing, not for speed.
  package func predictions(for text: String) -> [(label: String, probability: Float)] {
    var text = text
    let found = text.withUTF8 { bytes in
      withProbabilities(of: bytes) { zip(model.labels, $0).map { (label: $0, probability: $1) } }
    }
    return (found ?? []).sorted { $0.probability > $1.probability }
  }

  private func foldedOutputs(of text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let folded else { return false }
    let sums = outputs.base
    sums.update(repeating: 0, count: folded.width)
    let count = foldedFeatures.forEachBatch(of: text) { folded.add($0, to: sums) }
    guard count > 0 else { return false }
    let scale = 1 / Float(count)
    // Rounding errors of a sum grow about as the root of its length.
    let tolerance = 1e-5 * (1 + Float(count).squareRoot() / 8)
    for k in 0..<model.labels.count {
      sums[k] *= scale
      if model.loss.isNearStep(sums[k], tolerance: tolerance) { return false }
    }
    return true
  }

  private func plainOutputs(of text: UnsafeBufferPointer<UInt8>) -> Bool {
    let hidden = plainOutput.hidden.base
    hidden.update(repeating: 0, count: model.dimension)
    let count = plainFeatures.forEachBatch(of: text) { model.input.add($0, to: hidden) }
    guard count > 0 else { return false }
    let scale = Float(1 / Double(count))
    for k in 0..<model.dimension { hidden[k] *= scale }
    plainOutput.multiply(into: outputs.base)
    return true
  }
}

/// The output matrix for the plain way: on its side, so that all labels are added at once while
/// each keeps the reference's order of additions.
private final class PlainOutput {
  let hidden: FastTextMemory<Float>
  private let values: FastTextMemory<Float>
  private let norms: [Float]
  private let dimension: Int

  init(_ model: FastTextModel) {
    dimension = model.dimension
    hidden = FastTextMemory(zeroed: dimension)
    let labels = model.labels.count
    values = FastTextMemory(zeroed: dimension * labels)
    norms = (0..<labels).map { model.output.norm(of: $0) }
    let row = FastTextMemory<Float>(zeroed: dimension)
    for label in 0..<labels {
      model.output.copyWithoutNorm(label, to: row.base)
      for column in 0..<dimension { values.base[column * labels + label] = row.base[column] }
    }
  }

  func multiply(into outputs: UnsafeMutablePointer<Float>) {
    let labels = norms.count
    outputs.update(repeating: 0, count: labels)
    for column in 0..<dimension {
      let weight = hidden.base[column]
      let source = values.base + column * labels
      for label in 0..<labels { outputs[label] += weight * source[label] }
    }
    for label in 0..<labels { outputs[label] *= norms[label] }
  }
}

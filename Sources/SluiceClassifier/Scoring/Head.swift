internal import CKernels

/// The small network behind the table: from a window's column sums and surface features to cumulative levels,
/// category and stance. One hidden layer, and a skip connection from the inputs to the outputs.
package struct Head: Sendable {
  /// Column sums, then surface features, then zeros.
  package typealias Inputs = InlineArray<40, Float>
  package typealias Outputs = InlineArray<20, Float>

  package static let inputs = Inputs.count
  package static let levels = 5
  package static let categories = 12
  package static let stances = 3
  package static let outputs = Outputs.count

  package let hidden: Int
  /// hidden × inputs.
  package var hiddenWeights: [Float]
  package var hiddenBiases: [Float]
  /// outputs × hidden.
  package var outputWeights: [Float]
  /// outputs × inputs.
  package var directWeights: [Float]
  package var outputBiases: [Float]

  package init(hidden: Int) {
    self.hidden = hidden
    hiddenWeights = Array(repeating: 0, count: hidden * Self.inputs)
    hiddenBiases = Array(repeating: 0, count: hidden)
    outputWeights = Array(repeating: 0, count: Self.outputs * hidden)
    directWeights = Array(repeating: 0, count: Self.outputs * Self.inputs)
    outputBiases = Array(repeating: 0, count: Self.outputs)
  }
}

/// A ``Head`` laid out for evaluation, with its scratch. Used by one thread at a time.
package final class HeadSession {
  package let inputs = UnsafeMutablePointer<Float>.allocate(capacity: Head.inputs)
  let hidden: UnsafeMutablePointer<Float>
  private let outputs = UnsafeMutablePointer<Float>.allocate(capacity: SLUICE_HEAD_OUTPUTS)
  private let hiddenGroups: Int
  /// See `sluice_evaluate_head`.
  private let first: [Float]
  private let biases: [Float]
  private let second: [Float]

  package init(_ head: Head) {
    precondition(Head.inputs == SLUICE_HEAD_INPUTS && Head.outputs <= SLUICE_HEAD_OUTPUTS, "the kernel's layout")
    hiddenGroups = (head.hidden + SLUICE_LANES - 1) / SLUICE_LANES
    let hiddenColumns = hiddenGroups * SLUICE_LANES
    let columns = hiddenColumns + SLUICE_HEAD_OUTPUTS
    var first = [Float](repeating: 0, count: columns * Head.inputs)
    var biases = [Float](repeating: 0, count: columns)
    var second = [Float](repeating: 0, count: hiddenColumns * SLUICE_HEAD_OUTPUTS)
    func set(_ column: Int, weights: ArraySlice<Float>, bias: Float) {
      let group = column / SLUICE_LANES * Head.inputs
      for (input, weight) in weights.enumerated() {
        first[(group + input) * SLUICE_LANES + column % SLUICE_LANES] = weight
      }
      biases[column] = bias
    }
    for unit in 0..<head.hidden {
      set(
        unit, weights: head.hiddenWeights[unit * Head.inputs..<(unit + 1) * Head.inputs], bias: head.hiddenBiases[unit])
      for output in 0..<Head.outputs {
        second[unit * SLUICE_HEAD_OUTPUTS + output] = head.outputWeights[output * head.hidden + unit]
      }
    }
    for output in 0..<Head.outputs {
      set(
        hiddenColumns + output, weights: head.directWeights[output * Head.inputs..<(output + 1) * Head.inputs],
        bias: head.outputBiases[output])
    }
    (self.first, self.biases, self.second) = (first, biases, second)
    hidden = .allocate(capacity: max(hiddenColumns, 1))
    hidden.initialize(repeating: 0, count: max(hiddenColumns, 1))
    inputs.initialize(repeating: 0, count: Head.inputs)
    outputs.initialize(repeating: 0, count: SLUICE_HEAD_OUTPUTS)
  }

  deinit {
    inputs.deallocate()
    hidden.deallocate()
    outputs.deallocate()
  }

  /// Computes `hidden` and `outputs` from `inputs`.
  package func evaluate() { sluice_evaluate_head(first, biases, second, hiddenGroups, inputs, hidden, outputs) }

  /// The inputs and outputs of the last evaluation, as values.
  var question: Head.Inputs { UnsafeRawPointer(inputs).loadUnaligned(as: Head.Inputs.self) }
  package var result: Head.Outputs { UnsafeRawPointer(outputs).loadUnaligned(as: Head.Outputs.self) }
}

internal import CKernels

/// The small network behind the table: from a window's column sums and looks to cumulative levels,
/// category and stance. One hidden layer, and a direct way around it.
struct Head: Sendable {
  /// Column sums, then ``Head/looks`` numbers about the window's looks, then zeros.
  static let inputs = SLUICE_HEAD_INPUTS
  static let looks = 3
  static let levels = 5
  static let categories = 12
  static let stances = 3
  static let outputs = levels + categories + stances

  let hidden: Int
  /// hidden × inputs.
  var hiddenWeights: [Float]
  var hiddenBiases: [Float]
  /// outputs × hidden.
  var outputWeights: [Float]
  /// outputs × inputs.
  var directWeights: [Float]
  var outputBiases: [Float]

  init(hidden: Int) {
    self.hidden = hidden
    hiddenWeights = Array(repeating: 0, count: hidden * Self.inputs)
    hiddenBiases = Array(repeating: 0, count: hidden)
    outputWeights = Array(repeating: 0, count: Self.outputs * hidden)
    directWeights = Array(repeating: 0, count: Self.outputs * Self.inputs)
    outputBiases = Array(repeating: 0, count: Self.outputs)
  }

  /// Writes the inputs after the column sums: what a window looks like.
  static func setLooks(_ inputs: UnsafeMutablePointer<Float>, tokens: Int, words: Int, shouted: Int) {
    let base = Column.count
    inputs[base] = min(logarithm(Float(max(tokens, 1))), 5.6) * 0.5
    inputs[base + 1] = min(1, Float(shouted) / Float(max(words, 4))) * 2
    inputs[base + 2] = Float(words) / Float(max(tokens, 1))
    for index in base + looks..<Self.inputs { inputs[index] = 0 }
  }
}

/// A ``Head`` laid out for evaluation, with its scratch. Used by one thread at a time.
final class HeadSession {
  let inputs = UnsafeMutablePointer<Float>.allocate(capacity: Head.inputs)
  let hidden: UnsafeMutablePointer<Float>
  let outputs = UnsafeMutablePointer<Float>.allocate(capacity: SLUICE_HEAD_OUTPUTS)
  private let hiddenGroups: Int
  /// See `sluice_evaluate_head`.
  private let first: [Float]
  private let biases: [Float]
  private let second: [Float]

  init(_ head: Head) {
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
  func evaluate() { sluice_evaluate_head(first, biases, second, hiddenGroups, inputs, hidden, outputs) }
}

/// The small network behind the table: from a window's column sums and looks to cumulative levels,
/// category and stance. One hidden layer, and a direct way around it.
struct Head: Sendable {
  /// Column sums, then ``Head/looks`` numbers about the window's looks.
  static let inputs = 40
  static let looks = 3
  static let levels = 5
  static let categories = 12
  static let stances = 3
  static let outputs = levels + categories + stances

  typealias Group = SIMD8<Float>
  static let inputGroups = inputs / 8

  let hidden: Int
  /// hidden × inputs.
  var hiddenWeights: [Group]
  var hiddenBiases: [Float]
  /// outputs × hidden.
  var outputWeights: [Float]
  /// outputs × inputs.
  var directWeights: [Group]
  var outputBiases: [Float]

  init(hidden: Int) {
    self.hidden = hidden
    hiddenWeights = Array(repeating: .zero, count: hidden * Self.inputGroups)
    hiddenBiases = Array(repeating: 0, count: hidden)
    outputWeights = Array(repeating: 0, count: Self.outputs * hidden)
    directWeights = Array(repeating: .zero, count: Self.outputs * Self.inputGroups)
    outputBiases = Array(repeating: 0, count: Self.outputs)
  }

  /// Scratch for one evaluation.
  final class Scratch {
    let inputs = UnsafeMutablePointer<Group>.allocate(capacity: Head.inputGroups)
    let hidden: UnsafeMutablePointer<Float>
    let outputs = UnsafeMutablePointer<Float>.allocate(capacity: Head.outputs)

    init(hidden count: Int) {
      hidden = .allocate(capacity: max(count, 1))
      hidden.initialize(repeating: 0, count: max(count, 1))
      inputs.initialize(repeating: .zero, count: Head.inputGroups)
      outputs.initialize(repeating: 0, count: Head.outputs)
    }

    deinit {
      inputs.deallocate()
      hidden.deallocate()
      outputs.deallocate()
    }
  }

  /// Computes the hidden layer from `scratch.inputs`, and the outputs of a range.
  @inline(__always)
  func evaluate(_ scratch: Scratch, outputs range: Range<Int>, freshHidden: Bool = true) {
    if freshHidden {
      hiddenWeights.withUnsafeBufferPointer { weights in
        for unit in 0..<hidden {
          var sum = Group.zero
          for group in 0..<Self.inputGroups {
            sum += weights[unit * Self.inputGroups + group] * scratch.inputs[group]
          }
          scratch.hidden[unit] = max(0, hiddenBiases[unit] + sum.sum())
        }
      }
    }
    for output in range {
      var direct = Group.zero
      for group in 0..<Self.inputGroups {
        direct += directWeights[output * Self.inputGroups + group] * scratch.inputs[group]
      }
      var sum = outputBiases[output] + direct.sum()
      for unit in 0..<hidden { sum += outputWeights[output * hidden + unit] * scratch.hidden[unit] }
      scratch.outputs[output] = sum
    }
  }

  /// Writes the inputs of a window: its column sums, scaled, and its looks.
  @inline(__always)
  static func setInputs(
    _ inputs: UnsafeMutablePointer<Group>, tokens: Int, words: Int, shouted: Int, column: (Int) -> Float
  ) {
    for index in 0..<Column.count { inputs[index >> 3][index & 7] = column(index) }
    let base = Column.count
    inputs[base >> 3] = .zero
    inputs[base >> 3][0] = min(logarithm(Float(max(tokens, 1))), 5.6) * 0.5
    inputs[base >> 3][1] = min(1, Float(shouted) / Float(max(words, 4))) * 2
    inputs[base >> 3][2] = Float(words) / Float(max(tokens, 1))
  }
}

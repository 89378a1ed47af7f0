internal import SluiceClassifier
internal import SluiceCore

/// Logistic regressions over sparse features, one per column, trained together by stochastic descent
/// with one adaptive rate per feature.
struct LinearTrainer {
  typealias Group = SIMD8<Float>

  struct Options: Sendable {
    var epochs = 6
    var rate: Float = 0.5
    var decay: Float = 1e-5
    var seed: UInt64 = 1
  }

  /// A training row: which row of the matrix, what each column should say, and how much it matters.
  struct Example {
    var row: Int
    var targets: [Float]
    var weights: [Float]
  }

  /// Groups of eight columns.
  let groups: Int
  /// Features, and one more for the bias.
  private(set) var weights: [Group]

  /// Trains `groups * 8` columns.
  init(_ matrix: FeatureMatrix, features: Int, groups: Int, examples: [Example], options: Options) {
    self.groups = groups
    weights = [Group](repeating: .zero, count: (features + 1) * groups)
    var squares = [Float](repeating: 1e-8, count: features + 1)
    var generator = SplitMix64(seed: options.seed)
    var sum = [Group](repeating: .zero, count: groups)
    var gradient = sum
    weights.withUnsafeMutableBufferPointer { weights in
      squares.withUnsafeMutableBufferPointer { squares in
        sum.withUnsafeMutableBufferPointer { sum in
          gradient.withUnsafeMutableBufferPointer { gradient in
            for epoch in 0..<options.epochs {
              let rate = options.rate * (1 - 0.95 * Float(epoch) / Float(options.epochs))
              for number in generator.permutation(examples.count) {
                Self.step(
                  matrix, examples[number], bias: features, groups: groups, weights: weights.baseAddress!,
                  squares: squares.baseAddress!, sum: sum.baseAddress!, gradient: gradient.baseAddress!, rate: rate,
                  decay: options.decay)
              }
            }
          }
        }
      }
    }
  }

  private static func step(
    _ matrix: FeatureMatrix, _ example: Example, bias: Int, groups: Int, weights: UnsafeMutablePointer<Group>,
    squares: UnsafeMutablePointer<Float>, sum: UnsafeMutablePointer<Group>, gradient: UnsafeMutablePointer<Group>,
    rate: Float, decay: Float
  ) {
    matrix.withRow(example.row) { features, values, count in
      for group in 0..<groups { sum[group] = weights[bias * groups + group] }
      for entry in 0..<count {
        let value = values[entry]
        let row = weights + Int(features[entry]) * groups
        for group in 0..<groups { sum[group] += value * row[group] }
      }
      var energy: Float = 0
      for column in 0..<groups * 8 {
        let weight = example.weights[column]
        let error = weight == 0 ? 0 : (logistic(sum[column >> 3][column & 7]) - example.targets[column]) * weight
        gradient[column >> 3][column & 7] = error
        energy += error * error
      }
      for entry in 0..<count {
        let value = values[entry]
        let feature = Int(features[entry])
        squares[feature] += value * value * energy
        let pace = rate * value / squares[feature].squareRoot()
        let row = weights + feature * groups
        for group in 0..<groups { row[group] = row[group] * (1 - decay) - pace * gradient[group] }
      }
      squares[bias] += energy
      let pace = rate / squares[bias].squareRoot()
      for group in 0..<groups { weights[bias * groups + group] -= pace * gradient[group] }
    }
  }

  /// The sums of one row of the matrix, bias included.
  func sums(_ matrix: FeatureMatrix, row: Int) -> [Float] {
    var sum = (0..<groups).map { weights[weights.count - groups + $0] }
    matrix.withRow(row) { features, values, count in
      for entry in 0..<count {
        for group in 0..<groups { sum[group] += values[entry] * weights[Int(features[entry]) * groups + group] }
      }
    }
    return sum.flatMap { group in (0..<8).map { group[$0] } }
  }
}

internal import CKernels
internal import SluiceClassifier

/// Fits a ``Screen`` to what a head says: a ridge regression from a text's words to the head's first
/// output, "level 1 or above". Outputs come from heads that had not seen the text.
struct ScreenTrainer {
  /// The tensors of a ``Screen``.
  struct Fit {
    var entries: [UInt16]
    var numbers: [Float]
  }

  /// A weight for each slot, and what is added.
  struct Weights {
    var slots: [Double]
    var offset: Double
  }

  private struct Row {
    /// Slots in rising order, and how often each is among the words, divided by the square root of their number.
    var slots: [Int32] = []
    var values: [Double] = []
    /// Whether the text may exit early.
    var isLegible = false
    /// How much an error in it matters.
    var weight = 1.0
  }

  private static let commonWords = 200
  /// Words in fewer texts weigh nothing.
  private static let fewestTexts = 3
  /// The pull of weights towards nothing, in squared outputs.
  private static let ridge = 1.0
  private static let steps = 40
  /// Fewer alarming texts say too little of how many a limit would miss: no text exits early then.
  private static let fewestAlarming = 200

  private var rows: [Int: Row] = [:]
  private var texts = [Int](repeating: 0, count: Screen.slots)
  private let common: Set<Int32>

  init(_ texts: [(row: Int, text: [UInt8], weight: Double)]) {
    var counted: [(row: Int, weight: Double, words: Int, obfuscation: Int, counts: [(Int32, Int)])] = []
    for (row, text, weight) in texts {
      var found = [UInt32](repeating: 0, count: text.count / 2 + 1)
      let words = sluice_screen_slots(text, text.count, &found)
      let sorted = found.prefix(words).map(Int32.init).sorted()
      var counts: [(Int32, Int)] = []
      for slot in sorted {
        if counts.last?.0 == slot { counts[counts.count - 1].1 += 1 } else { counts.append((slot, 1)) }
      }
      for (slot, _) in counts { self.texts[Int(slot)] += 1 }
      counted.append((row, weight, words, Self.obfuscation(text), counts))
    }
    let seen = self.texts
    let ranked = seen.indices.filter { seen[$0] > 0 }.sorted { a, b in seen[a] != seen[b] ? seen[a] > seen[b] : a < b }
    common = Set(ranked.prefix(Self.commonWords).map(Int32.init))
    for (row, weight, words, obfuscation, counts) in counted {
      let scale = 1 / Double(max(words, 1)).squareRoot()
      let kept = counts.filter { seen[Int($0.0)] >= Self.fewestTexts }
      let commonWords = counts.reduce(0) { common.contains($1.0) ? $0 + $1.1 : $0 }
      rows[row] = Row(
        slots: kept.map(\.0), values: kept.map { Double($0.1) * scale },
        isLegible: Screen.isLegible(words: words, common: commonWords, obfuscation: obfuscation),
        weight: weight)
    }
  }

  private static func obfuscation(_ text: [UInt8]) -> Int {
    let entries = [UInt16](repeating: 0, count: Screen.slots)
    var strides = [sluice_stride](repeating: sluice_stride(), count: text.count / Int(SLUICE_STRIDE) + 1)
    sluice_screen(text, text.count, entries, &strides)
    return strides.reduce(0) { $0 + Int($1.obfuscation) }
  }

  /// Fits weights to targets, by conjugate gradients.
  func fit(_ targets: [(row: Int, output: Float)]) -> Weights {
    let rows = targets.map { self.rows[$0.row]! }
    // The last place is the offset's, which nothing pulls.
    let last = Screen.slots
    var solution = [Double](repeating: 0, count: last + 1)
    var residual = solution
    for (row, target) in zip(rows, targets) {
      let error = Double(target.output) * row.weight
      for (slot, value) in zip(row.slots, row.values) { residual[Int(slot)] += value * error }
      residual[last] += error
    }
    var direction = residual
    var energy = dot(residual, residual)
    for _ in 0..<Self.steps where energy > 1e-9 {
      var image = direction.map { $0 * Self.ridge }
      image[last] = 0
      for row in rows {
        var sum = direction[last]
        for (slot, value) in zip(row.slots, row.values) { sum += value * direction[Int(slot)] }
        sum *= row.weight
        for (slot, value) in zip(row.slots, row.values) { image[Int(slot)] += value * sum }
        image[last] += sum
      }
      let pace = energy / dot(direction, image)
      for index in solution.indices {
        solution[index] += pace * direction[index]
        residual[index] -= pace * image[index]
      }
      let before = energy
      energy = dot(residual, residual)
      for index in direction.indices { direction[index] = residual[index] + energy / before * direction[index] }
    }
    return Weights(slots: Array(solution.dropLast()), offset: solution[last])
  }

  /// The estimate of a row's output.
  func estimate(_ number: Int, _ weights: Weights) -> Double {
    let row = rows[number]!
    return zip(row.slots, row.values).reduce(weights.offset) { $0 + $1.1 * weights.slots[Int($1.0)] }
  }

  /// Whether a row with this estimate exits early.
  func exitsEarly(_ row: Int, estimate: Double, limit: Double) -> Bool { rows[row]!.isLegible && estimate < limit }

  /// The limit below which no more than a share of alarming texts have their estimate.
  static func limit(estimates: [Double], miss: Double) -> Double {
    guard estimates.count >= fewestAlarming else { return -100_000 }
    return estimates.sorted()[Int(Double(estimates.count) * miss)]
  }

  /// Rounds weights to the steps of entries.
  func entries(_ weights: Weights) -> (entries: [UInt16], step: Float) {
    let (lowest, highest) = (weights.slots.min()!, weights.slots.max()!)
    let step = max(Float(highest) / Screen.range.upperBound, Float(lowest) / Screen.range.lowerBound, 1e-6)
    let entries = weights.slots.enumerated().map { slot, weight in
      let steps = Int((Float(weight) / step).rounded()) + Screen.zero
      let isCommon = common.contains(Int32(slot))
      return UInt16(min(max(steps, 0), Int(SLUICE_SCREEN_LARGEST))) | (isCommon ? UInt16(SLUICE_SCREEN_COMMON) : 0)
    }
    return (entries, step)
  }

  private func dot(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for index in a.indices { sum += a[index] * b[index] }
    return sum
  }
}

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Turns a model's outputs into label probabilities as the reference does.
struct FastTextLoss: Sendable {
  private let kind: FastTextArguments.Loss
  private let tree: FastTextTree?
  private let sigmoids: [Float]

  init(_ kind: FastTextArguments.Loss, labelCounts: [Int], path: String) throws(ModelFileError) {
    self.kind = kind
    tree = kind == .hierarchicalSoftmax ? try FastTextTree(counts: labelCounts, path: path) : nil
    // The reference looks sigmoids up in a table of 512 steps over -8...8, without interpolation.
    sigmoids = (0...512).map { step in 1 / (1 + exp(-(Float(step * 16) / 512 - 8))) }
  }

  /// Replaces `count` outputs by probabilities. Those of one-vs-all and negative sampling do not sum to 1.
  ///
  /// - Parameter scratch: room for `3 × count` floats.
  func apply(to outputs: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>, count: Int) {
    switch kind {
    case .softmax:
      var largest = outputs[0]
      for k in 1..<max(count, 1) { largest = max(largest, outputs[k]) }
      var sum: Float = 0
      for k in 0..<count {
        outputs[k] = exp(outputs[k] - largest)
        sum += outputs[k]
      }
      for k in 0..<count { outputs[k] /= sum }
    case .oneVsAll, .negativeSampling:
      for k in 0..<count { outputs[k] = sigmoid(outputs[k]) }
    case .hierarchicalSoftmax:
      scratch.update(from: outputs, count: count)
      tree!.probabilities(outputs: scratch, nodes: scratch + count, into: outputs)
    }
  }

  /// Whether an error of `tolerance` in an output could move it to another step of the sigmoid table.
  func isNearStep(_ output: Float, tolerance: Float) -> Bool {
    guard kind == .oneVsAll || kind == .negativeSampling else { return false }
    guard abs(output) <= 8 + tolerance else { return false }
    let step = (output + 8) * 32
    return abs(step - step.rounded()) <= tolerance * 32
  }

  private func sigmoid(_ x: Float) -> Float {
    if x.isNaN { return x }
    if x < -8 { return 0 }
    if x > 8 { return 1 }
    return sigmoids[Int((x + 8) * 32)]
  }
}

/// The Huffman tree over a model's labels, built from their training counts.
struct FastTextTree: Sendable {
  private var left: [Int]
  private var right: [Int]
  private let leaves: Int

  /// - Throws: ``ModelFileError`` if the counts, which come from the file, make no tree.
  init(counts: [Int], path: String) throws(ModelFileError) {
    leaves = counts.count
    let unset = 1_000_000_000_000_000
    guard counts.allSatisfy({ $0 >= 0 && $0 < unset / (counts.count + 1) }) else {
      throw ModelFileError(path: path, .malformed("the label counts are beyond belief"))
    }
    let size = 2 * leaves - 1
    var weight = counts + Array(repeating: unset, count: leaves - 1)
    left = Array(repeating: -1, count: size)
    right = left
    var leaf = leaves - 1
    var node = leaves
    for parent in stride(from: leaves, to: size, by: 1) {
      // Labels are sorted by falling count, so the two lightest are the next leaf or the next node.
      func lightest() -> Int {
        if leaf >= 0 && weight[leaf] < weight[node] {
          defer { leaf -= 1 }
          return leaf
        }
        defer { node += 1 }
        return node
      }
      left[parent] = lightest()
      right[parent] = lightest()
      guard left[parent] < parent, right[parent] < parent else {
        throw ModelFileError(path: path, .malformed("the label counts make no tree"))
      }
      weight[parent] = weight[left[parent]] + weight[right[parent]]
    }
  }

  /// Multiplies the probabilities of the branches from the root down. Like the reference it adds
  /// 1e-5 to each branch and gives up where the product falls below 1e-5.
  ///
  /// - Parameter nodes: room for `2 × labels` floats.
  func probabilities(
    outputs: UnsafePointer<Float>, nodes: UnsafeMutablePointer<Float>, into labels: UnsafeMutablePointer<Float>
  ) {
    // A parent's index is above its children's, so one pass needs no recursion.
    nodes[2 * leaves - 2] = 1
    for parent in stride(from: 2 * leaves - 2, to: leaves - 1, by: -1) {
      let probability = nodes[parent]
      let yes = 1 / (1 + exp(-outputs[parent - leaves]))
      nodes[left[parent]] = probability < 1e-5 ? 0 : probability * (1 - yes + 1e-5)
      nodes[right[parent]] = probability < 1e-5 ? 0 : probability * (yes + 1e-5)
    }
    for leaf in 0..<leaves { labels[leaf] = nodes[leaf] < 1e-5 ? 0 : nodes[leaf] }
  }
}

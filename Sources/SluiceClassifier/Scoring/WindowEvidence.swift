public import SluiceCore

/// Why a text scored as it did: the window that drove the score, and what in it spoke for harm.
public struct WindowEvidence: Sendable {
  /// Bytes of the text.
  public var span: Range<Int>
  /// The calibrated logit of level 3 or above.
  public var logit: Double
  /// Features with the largest contribution, by its size, for and against.
  public var features: [DrivingFeature]
}

extension TableScorer {
  /// Explains the score of a text. A text that exited early is read for it.
  ///
  /// The head is not linear in its inputs; contributions are those of its tangent at the window, so
  /// they rank features and do not sum to the logit. Features are words of the text: show them only
  /// where the text itself may be shown.
  ///
  /// - Complexity: linear in the text; far slower than scoring.
  public func explain(_ text: UnsafeBufferPointer<UInt8>, limit: Int = 8) -> WindowEvidence {
    let session = TableSession(model)
    let (window, inputs) = session.worstWindowRead(of: text)
    let level = 2
    let (logit, slopes) = session.table.tangent(of: level, at: inputs, tokens: window.tokens)
    var counts: [String: (count: Int, sum: Float)] = [:]
    var order: [String] = []
    func add(_ name: String, _ contribution: Float) {
      if counts[name] == nil { order.append(name) }
      counts[name, default: (0, 0)].count += 1
      counts[name]!.sum += contribution
    }
    let accumulator = Accumulator(model.table)
    let block = TokenBlock()
    var position = 0
    var before: (hash: UInt64, name: String)?
    while position < window.range.upperBound {
      position = Tokenizer.fill(block, from: text, at: position)
      for token in 0..<block.count {
        let name = Self.name(text[block.range(token)])
        let isInside = window.range.contains(block.range(token).lowerBound)
        if isInside {
          add(name, Self.dot(accumulator.weights(of: token, in: block, of: text), slopes))
          if let before, let pair = accumulator.weights(ofPair: before.hash, block.hash(token)) {
            add("\(before.name) \(name)", Self.dot(pair, slopes))
          }
        }
        before = (block.hash(token), name)
      }
    }
    let found = order.map {
      DrivingFeature(text: $0, count: counts[$0]!.count, contribution: Double(counts[$0]!.sum))
    }
    let ranked = found.enumerated().sorted { a, b in
      let (x, y) = (abs(a.element.contribution), abs(b.element.contribution))
      return x != y ? x > y : a.offset < b.offset
    }
    return WindowEvidence(
      span: window.range, logit: Double(logit),
      features: ranked.prefix(limit).map(\.element).filter { abs($0.contribution) >= 0.01 })
  }

  private static func name(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> String {
    String(decoding: bytes.prefix(TokenBlock.longestWord), as: UTF8.self).lowercased()
  }

  private static func dot(_ row: [Float], _ slopes: [Float]) -> Float {
    zip(row, slopes).reduce(0) { $0 + $1.0 * $1.1 }
  }
}

extension TableStage {
  /// The calibrated logit of a level at the head's inputs, and how it changes with one step of each table column.
  func tangent(of level: Int, at inputs: Head.Inputs, tokens: Int) -> (logit: Float, slopes: [Float]) {
    for index in 0..<Head.inputs { head.inputs[index] = inputs[index] }
    head.evaluate()
    let calibration = model.rule.calibration
    let weights = model.head
    let scale = FeatureScale.of(tokens: tokens)
    let slopes = (0..<Column.count).map { column in
      var slope = weights.directWeights[level * Head.inputs + column]
      for unit in 0..<weights.hidden where head.hidden[unit] > 0 {
        slope +=
          weights.outputWeights[level * weights.hidden + unit] * weights.hiddenWeights[unit * Head.inputs + column]
      }
      return slope * calibration.slopes[level] * model.scales[column] * scale
    }
    return (head.result[level] * calibration.slopes[level] + calibration.offsets[level], slopes)
  }
}

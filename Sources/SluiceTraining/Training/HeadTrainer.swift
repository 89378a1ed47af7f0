internal import SluiceClassifier
internal import SluiceCore

/// Trains a ``Head`` by Adam on rows of inputs.
struct HeadTrainer {
  struct Options: Sendable {
    var hidden = 16
    var epochs = 12
    var rate: Float = 0.003
    var decay: Float = 0.01
    var batch = 32
    var seed: UInt64 = 1
    var drop: Float = 0.1
  }

  struct Example {
    /// ``Head/inputs`` numbers.
    var inputs: [Float]
    var level: Int
    var category: Int
    var stance: Int
    var weight: Float
  }

  static func train(_ examples: [Example], options: Options, progress: ((Int, Float) -> Void)? = nil) -> Head {
    var head = Head(hidden: options.hidden)
    var generator = SplitMix64(seed: options.seed &* 0x9E37 &+ 17)
    let (inputs, hidden, outputs) = (Head.inputs, options.hidden, Head.outputs)
    // One flat parameter vector: hidden weights, hidden biases, output weights, direct weights, output biases.
    let hiddenBias = hidden * inputs
    let out = hiddenBias + hidden
    let direct = out + outputs * hidden
    let outBias = direct + outputs * inputs
    let total = outBias + outputs
    var p = [Float](repeating: 0, count: total)
    for index in 0..<hiddenBias { p[index] = generator.normal() * (1 / Float(inputs)).squareRoot() }
    for index in out..<direct { p[index] = generator.normal() * 0.1 }
    for level in 0..<Head.levels { p[direct + level * inputs + Column.levels + level] = 1 }
    var m = [Float](repeating: 0, count: total)
    var v = m
    var g = m
    var x = [Float](repeating: 0, count: inputs)
    var h = [Float](repeating: 0, count: hidden)
    var o = [Float](repeating: 0, count: outputs)
    var dh = h
    var steps = 0
    let batches = (examples.count + options.batch - 1) / options.batch
    for epoch in 0..<options.epochs {
      let order = generator.permutation(examples.count)
      var loss: Float = 0
      for batch in 0..<batches {
        for index in 0..<total { g[index] = 0 }
        let range = batch * options.batch..<min(examples.count, (batch + 1) * options.batch)
        for number in range {
          let example = examples[order[number]]
          x = example.inputs
          p.withUnsafeBufferPointer { p in
            for unit in 0..<hidden {
              var sum = p[hiddenBias + unit]
              for index in 0..<inputs { sum += p[unit * inputs + index] * x[index] }
              let dropped = generator.uniform() < options.drop
              h[unit] = dropped ? 0 : max(0, sum)
            }
            for output in 0..<outputs {
              var sum = p[outBias + output]
              for unit in 0..<hidden { sum += p[out + output * hidden + unit] * h[unit] }
              for index in 0..<inputs { sum += p[direct + output * inputs + index] * x[index] }
              o[output] = sum
            }
          }
          loss += errors(&o, example)
          g.withUnsafeMutableBufferPointer { g in
            for unit in 0..<hidden { dh[unit] = 0 }
            for output in 0..<outputs where o[output] != 0 {
              g[outBias + output] += o[output]
              for unit in 0..<hidden {
                g[out + output * hidden + unit] += o[output] * h[unit]
                dh[unit] += o[output] * p[out + output * hidden + unit]
              }
              for index in 0..<inputs { g[direct + output * inputs + index] += o[output] * x[index] }
            }
            for unit in 0..<hidden where h[unit] > 0 {
              g[hiddenBias + unit] += dh[unit]
              for index in 0..<inputs { g[unit * inputs + index] += dh[unit] * x[index] }
            }
          }
        }
        steps += 1
        let rate = options.rate * (1 - Float(epoch * batches + batch) / Float(options.epochs * batches))
        let scale = 1 / Float(range.count)
        let correction1 = 1 - power(0.9, steps)
        let correction2 = 1 - power(0.999, steps)
        for index in 0..<total {
          let gradient = g[index] * scale
          m[index] = 0.9 * m[index] + 0.1 * gradient
          v[index] = 0.999 * v[index] + 0.001 * gradient * gradient
          let update = m[index] / correction1 / ((v[index] / correction2).squareRoot() + 1e-7)
          p[index] -= rate * (update + options.decay * p[index])
        }
      }
      progress?(epoch, loss / Float(examples.count))
    }
    let keep = 1 - options.drop
    for unit in 0..<hidden {
      for index in 0..<inputs { head.hiddenWeights[unit * inputs + index] = p[unit * inputs + index] }
      head.hiddenBiases[unit] = p[hiddenBias + unit]
    }
    for output in 0..<outputs {
      for unit in 0..<hidden { head.outputWeights[output * hidden + unit] = p[out + output * hidden + unit] * keep }
      for index in 0..<inputs { head.directWeights[output * inputs + index] = p[direct + output * inputs + index] }
      head.outputBiases[output] = p[outBias + output]
    }
    return head
  }

  /// Turns outputs into the loss's gradient at them; returns the loss.
  private static func errors(_ o: inout [Float], _ example: Example) -> Float {
    var loss: Float = 0
    for level in 0..<Head.levels {
      let target: Float = example.level > level ? 1 : 0
      let p = logistic(o[level])
      loss -= logarithm(max(1e-7, target == 1 ? p : 1 - p)) * example.weight
      o[level] = (p - target) * example.weight
    }
    softmaxError(&o, Head.levels..<Head.levels + Head.categories, example.category, example.weight * 0.5)
    softmaxError(&o, Head.levels + Head.categories..<Head.outputs, example.stance, example.weight * 0.5)
    return loss
  }

  private static func softmaxError(_ o: inout [Float], _ range: Range<Int>, _ target: Int, _ weight: Float) {
    var top = o[range.lowerBound]
    for index in range { top = max(top, o[index]) }
    var sum: Float = 0
    for index in range {
      o[index] = exponential(o[index] - top)
      sum += o[index]
    }
    for index in range {
      o[index] = target < 0 ? 0 : (o[index] / sum - (index - range.lowerBound == target ? 1 : 0)) * weight
    }
  }

  private static func power(_ base: Float, _ exponent: Int) -> Float {
    var result: Float = 1
    for _ in 0..<min(exponent, 20_000) { result *= base }
    return result
  }

  /// One head that answers the mean of several.
  static func mean(_ heads: [Head]) -> Head {
    var all = Head(hidden: heads.reduce(0) { $0 + $1.hidden })
    let share = 1 / Float(heads.count)
    var first = 0
    for head in heads {
      for unit in 0..<head.hidden {
        for index in 0..<Head.inputs {
          all.hiddenWeights[(first + unit) * Head.inputs + index] = head.hiddenWeights[unit * Head.inputs + index]
        }
        all.hiddenBiases[first + unit] = head.hiddenBiases[unit]
        for output in 0..<Head.outputs {
          all.outputWeights[output * all.hidden + first + unit] =
            head.outputWeights[output * head.hidden + unit] * share
        }
      }
      for index in 0..<head.directWeights.count { all.directWeights[index] += head.directWeights[index] * share }
      for output in 0..<Head.outputs { all.outputBiases[output] += head.outputBiases[output] * share }
      first += head.hidden
    }
    return all
  }
}

internal import SluiceClassifier

/// Fits calibration and cuts on predictions for rows the model did not see.
enum DecisionCuts {
  /// Slope and offset of each level's logit, by Newton's method on the logistic loss.
  static func calibrate(_ outputs: [Head.Outputs], levels: [Int]) -> Calibration {
    var result = Calibration()
    for k in 0..<Head.levels {
      var (slope, offset) = (Double(1), Double(0))
      for _ in 0..<30 {
        // A light pull towards slope 1, offset 0 keeps rare levels sane.
        var (gs, go, hss, hso, hoo) = (slope - 1, offset, 1.0, 0.0, 1.0)
        for (row, level) in zip(outputs, levels) {
          let x = Double(row[k])
          let p = Double(logistic(Float(slope * x + offset)))
          let error = p - (level > k ? 1 : 0)
          let curve = max(p * (1 - p), 1e-6)
          gs += error * x
          go += error
          hss += curve * x * x
          hso += curve * x
          hoo += curve
        }
        let determinant = hss * hoo - hso * hso
        slope -= (hoo * gs - hso * go) / determinant
        offset -= (hss * go - hso * gs) / determinant
        slope = min(max(slope, 0.05), 5)
      }
      result.slopes[k] = Float(slope)
      result.offsets[k] = Float(offset)
    }
    return result
  }

  /// Cuts that maximise macro-F1 and weighted kappa together, then those that meet the stated targets.
  static func choose(
    _ outputs: [Head.Outputs], _ calibration: Calibration, levels: [Int], targets: [DecisionTarget]
  ) -> DecisionRule {
    let cumulative = outputs.map(calibration.cumulative)
    var cuts: PerLevel = [0.5, 0.5, 0.5, 0.5, 0.3]
    let grid = (1..<20).map { Float($0) * 0.05 }
    for _ in 0..<3 {
      for k in 0..<Head.levels {
        var best: (Double, Float) = (-1, cuts[k])
        for cut in grid {
          var trial = cuts
          trial[k] = cut
          let rule = DecisionRule(calibration: calibration, cuts: trial)
          let merit = merit(cumulative.map(rule.level), levels)
          if merit > best.0 + 1e-9 { best = (merit, cut) }
        }
        cuts[k] = best.1
      }
    }
    for target in targets { cuts[target.level - 1] = cut(for: target, cumulative, levels) ?? cuts[target.level - 1] }
    return DecisionRule(calibration: calibration, cuts: cuts)
  }

  private static func merit(_ predicted: [Int], _ levels: [Int]) -> Double {
    var table = [[Double]](repeating: [Double](repeating: 0, count: 6), count: 6)
    for (p, l) in zip(predicted, levels) { table[l][p] += 1 }
    var f1 = 0.0
    let rows = table.map { $0.reduce(0, +) }
    let columns = (0..<6).map { c in table.reduce(0) { $0 + $1[c] } }
    for k in 0..<6 where rows[k] + columns[k] > 0 { f1 += 2 * table[k][k] / (rows[k] + columns[k]) / 6 }
    var (seen, chance) = (0.0, 0.0)
    for a in 0..<6 {
      for b in 0..<6 {
        let distance = Double((a - b) * (a - b))
        seen += distance * table[a][b]
        chance += distance * rows[a] * columns[b] / Double(levels.count)
      }
    }
    let kappa = chance > 0 ? 1 - seen / chance : 0
    let atThree = (3..<6).reduce(0.0) { s, a in s + (3..<6).reduce(0.0) { $0 + table[a][$1] } }
    let truly = rows[3...].reduce(0, +)
    let called = columns[3...].reduce(0, +)
    let f3 = truly + called > 0 ? 2 * atThree / (truly + called) : 0
    return f1 + kappa + 0.5 * f3
  }

  /// The lowest cut that keeps the precision, or the highest that keeps the recall.
  private static func cut(for target: DecisionTarget, _ cumulative: [PerLevel], _ levels: [Int]) -> Float? {
    let scored = zip(cumulative, levels).map { ($0[target.level - 1], $1 >= target.level) }.sorted { $0.0 > $1.0 }
    let positives = scored.count { $0.1 }
    guard positives > 0 else { return nil }
    var hits = 0
    var found: Float?
    for (index, entry) in scored.enumerated() {
      hits += entry.1 ? 1 : 0
      if index + 1 < scored.count && scored[index + 1].0 == entry.0 { continue }
      switch target.measure {
      case .recall: if Float(hits) >= target.value * Float(positives) { return entry.0 }
      case .precision: if Float(hits) >= target.value * Float(index + 1) { found = entry.0 }
      }
    }
    return found
  }
}

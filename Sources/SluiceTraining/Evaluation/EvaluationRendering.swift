internal import Foundation
internal import SluiceCore

extension EvaluationReport {
  /// Pretty-printed JSON with keys in snake case and in order.
  package func json() throws -> String { try EvaluationJSON.encode(self) }

  /// Tables for a terminal.
  package func text() -> String {
    var out = "\(model)  sha256 \(modelSHA256.prefix(12))\n"
    out +=
      "\(documents) documents scored, \(unscored) not scored, \(unsupportedLanguage) in an unsupported language\n\n"
    out += "true \\ predicted" + (0..<6).map { pad("\($0)", 8) }.joined() + "\n"
    for truth in 0..<6 {
      out += padRight("\(truth)", 16) + confusion[truth].map { pad("\($0)", 8) }.joined() + "\n"
    }
    out += "\n"
    for name in ["accuracy", "macro_f1", "quadratic_kappa", "auc@1", "auc@3", "category_accuracy", "stance_accuracy"] {
      if let figure = figures[name] { out += padRight(name, 20) + interval(figure) + "\n" }
    }
    for name in ["ece", "ece@1", "ece@3"] {
      if let figure = figures[name] { out += padRight(name, 20) + interval(figure) + "\n" }
    }
    out += "\n" + padRight("at or above", 14)
    for title in ["precision", "recall", "f1", "fpr", "base-rate precision"] { out += padRight(title, 21) }
    out += "\n"
    for level in Metric.decisionLevels {
      out += padRight("\(level)", 14)
      for name in ["precision", "recall", "f1", "fpr", "base_rate_precision"] {
        out += padRight(figures["\(name)@\(level)"].map(interval) ?? "–", 21)
      }
      out += "\n"
    }
    for (title, groups) in [("source", bySource), ("category", byCategory), ("length", byLength)] {
      out += "\n" + table(title, groups)
    }
    for (title, bins) in reliability.sorted(by: { $0.key < $1.key }) { out += "\n" + table(title, bins) }
    if !errors.isEmpty { out += "\nworst mistakes (true, predicted, probability of the truth, expected)\n" }
    for mistake in errors {
      out += "\(mistake.truth) \(mistake.predicted) \(number(mistake.probabilityOfTruth)) \(number(mistake.expected))  "
      out += "\(mistake.key)  \(mistake.source)\n"
      if let text = mistake.text { out += "      \(oneLine(evidence(in: text, mistake.span)))\n" }
      if let features = mistake.features, !features.isEmpty {
        out +=
          "      " + features.map { "\(oneLine($0.text)) \(signed($0.contribution))" }.joined(separator: ", ") + "\n"
      }
    }
    return out
  }

  private func table(_ title: String, _ groups: [Group]) -> String {
    let columns = ["macro_f1", "quadratic_kappa", "precision@3", "recall@3", "fpr@3", "auc@3"]
    let titles = ["macro F1", "kappa", "prec ≥3", "recall ≥3", "FPR ≥3", "AUC ≥3"]
    var out = padRight("by \(title)", 26) + pad("documents", 10) + titles.map { pad($0, 10) }.joined() + "\n"
    for group in groups {
      out += padRight(String(group.name.prefix(25)), 26) + pad("\(group.documents)", 10)
      out += columns.map { pad(group.figures[$0].map { number($0.value) } ?? "–", 10) }.joined() + "\n"
    }
    return out
  }

  private func table(_ title: String, _ bins: [ReliabilityBin]) -> String {
    var out =
      padRight("reliability \(title)", 26) + pad("documents", 10) + pad("stated", 10) + pad("observed", 10) + "\n"
    for bin in bins where bin.documents > 0 {
      out += padRight("\(number(bin.from)) to \(number(bin.to))", 26) + pad("\(bin.documents)", 10)
      out += pad(bin.stated.map(number) ?? "–", 10) + pad(bin.observed.map(number) ?? "–", 10) + "\n"
    }
    return out
  }
}

extension ComparisonReport {
  package func json() throws -> String { try EvaluationJSON.encode(self) }

  /// A table for a terminal: each figure of both models and the second's gain.
  package func text() -> String {
    var out = "first: \(first)\nsecond: \(second)\n\(documents) documents, \(leftOut) left out\n\n"
    out += padRight("", 24) + pad("first", 8) + pad("second", 8) + "  difference            second higher\n"
    for name in Metric.names {
      guard let row = differences[name] else { continue }
      out += padRight(name, 24) + pad(number(row.first), 8) + pad(number(row.second), 8)
      out += "  " + padRight(interval(row.difference), 22) + number(row.secondHigher) + "\n"
    }
    return out
  }
}

enum EvaluationJSON {
  static func encode(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}

/// Three decimals, the same in every locale.
private func number(_ value: Double) -> String {
  let thousandths = Int((abs(value) * 1000).rounded())
  let fraction = String(thousandths % 1000)
  let sign = value < 0 && thousandths > 0 ? "-" : ""
  return "\(sign)\(thousandths / 1000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)"
}

private func signed(_ value: Double) -> String { (value < 0 ? "" : "+") + number(value) }

private func interval(_ estimate: Estimate) -> String {
  "\(number(estimate.value)) (\(number(estimate.low))–\(number(estimate.high)))"
}

private func pad(_ text: String, _ width: Int) -> String {
  String(repeating: " ", count: max(0, width - text.count)) + text
}

private func padRight(_ text: String, _ width: Int) -> String {
  text + String(repeating: " ", count: max(1, width - text.count))
}

/// The part of a text that drove the score, with some of the text around it.
private func evidence(in text: String, _ span: [Int]) -> String {
  let bytes = Array(text.utf8)
  func boundary(near offset: Int) -> Int {
    var offset = max(0, min(offset, bytes.count))
    while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
    return offset
  }
  let start = boundary(near: span[0] - 200)
  let end = boundary(near: min(span[1] + 200, start + 1200))
  let shown = String(decoding: bytes[start..<max(start, end)], as: UTF8.self)
  return (start > 0 ? "…" : "") + shown + (end < bytes.count ? "…" : "")
}

/// A text without the characters that could move a terminal's cursor.
private func oneLine(_ text: String) -> String {
  var out = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    out.append(scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) ? " " : scalar)
  }
  return String(out)
}

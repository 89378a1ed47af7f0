package import SluiceCore

/// Writes what `sluice score` says of one document: one line each.
package struct ScoreRow {
  package enum Separator: String, Sendable {
    case comma = ","
    case tab = "\t"
  }

  package enum Shape: Sendable {
    /// The document's line with the `safety` object appended.
    case document(safetyKey: String)
    case json
    case table(Separator)
  }

  private static let columns =
    ["key", "id", "score", "expected"] + (0..<SafetyScore.count).map { "p\($0)" }
    + ["category", "stance", "span_start", "span_end", "route", "rule", "error"]

  private let shape: Shape
  private let shard: Name
  private let rules: [String]
  private let safety: SafetyObjectWriter?
  /// `{"key":"SHARD#`, ready made.
  private let head: [UInt8]

  package init(_ shape: Shape, shard: Name, model: String, rules: [String]) {
    self.shape = shape
    self.shard = shard
    self.rules = rules
    let key = ByteBuffer()
    key.appendJSONString(shard.text + "#")
    head = Array(#"{"key":"#.utf8) + key.bytes.dropLast()
    safety =
      if case .document(let key) = shape {
        SafetyObjectWriter(safetyKey: key, model: model, shard: shard.text, rules: rules)
      } else {
        nil
      }
  }

  /// The columns of a table with their line end; nil without a separator.
  package static func header(_ separator: Separator?) -> String? {
    separator.map { columns.joined(separator: $0.rawValue) + "\n" }
  }

  /// - Parameters:
  ///   - number: of the document in its shard.
  ///   - line: a JSON object.
  package func append(
    _ number: Int, _ line: UnsafeBufferPointer<UInt8>, id: UnsafeBufferPointer<UInt8>?, _ assessment: Assessment,
    _ scalarSpan: Range<Int>, _ lane: Lane, rule: Int, to buffer: ByteBuffer
  ) {
    switch shape {
    case .document:
      safety!.append(
        line, assessment: assessment, scalarSpan: scalarSpan, lane: lane, rule: rule, number: number, to: buffer)
    case .json:
      begin(number, buffer)
      buffer.append(#","id":"#)
      if let id { buffer.appendJSONString(id) } else { buffer.append("null") }
      buffer.append(#","score":"#)
      buffer.append(Int(assessment.score.rawValue))
      buffer.append(#","expected":"#)
      buffer.append(tenThousandths: assessment.probabilities.expectedParts)
      buffer.append(#","probs":"#)
      SafetyObjectWriter.appendRest(of: assessment, scalarSpan, lane, to: buffer)
      buffer.appendJSONString(rules[rule])
      buffer.append("}\n")
    case .table(let separator):
      let probabilities = assessment.probabilities
      let fields =
        [key(number), id.map { String(decoding: $0, as: UTF8.self) } ?? "", "\(assessment.score.rawValue)"]
        + [decimal(probabilities.expectedParts)]
        + (0..<SafetyScore.count).map { decimal(Int(probabilities.parts[$0])) }
        + [assessment.category.rawValue, assessment.stance.rawValue]
        + ["\(scalarSpan.lowerBound)", "\(scalarSpan.upperBound)", lane.rawValue, rules[rule], ""]
      append(fields, separator, buffer)
    }
  }

  /// A row that has no score, and why.
  package func append(_ number: Int, unscored reason: QuarantineReason, to buffer: ByteBuffer) {
    guard case .table(let separator) = shape else {
      begin(number, buffer)
      buffer.append(#","error":"#)
      buffer.appendJSONString(reason.rawValue)
      buffer.append("}\n")
      return
    }
    var fields = [String](repeating: "", count: Self.columns.count)
    fields[0] = key(number)
    fields[fields.count - 1] = reason.rawValue
    append(fields, separator, buffer)
  }

  private func key(_ number: Int) -> String { "\(shard.text)#\(number)" }

  private func begin(_ number: Int, _ buffer: ByteBuffer) {
    buffer.append(head)
    buffer.append(number)
    buffer.append(UInt8(ascii: "\""))
  }

  private func append(_ fields: [String], _ separator: Separator, _ buffer: ByteBuffer) {
    let cells = fields.map { field in
      separator == .comma ? field.csvField : Self.tabbed(field)
    }
    buffer.append(Array(cells.joined(separator: separator.rawValue).utf8))
    buffer.append(UInt8(ascii: "\n"))
  }

  /// A cell of a table without quotes: what would end it is escaped.
  private static func tabbed(_ field: String) -> String {
    var cell = ""
    for scalar in field.unicodeScalars {
      switch scalar {
      case "\t": cell += "\\t"
      case "\n": cell += "\\n"
      case "\r": cell += "\\r"
      case "\\": cell += "\\\\"
      default: cell.unicodeScalars.append(scalar)
      }
    }
    return cell
  }

  private func decimal(_ parts: Int) -> String {
    let buffer = ByteBuffer()
    buffer.append(tenThousandths: parts)
    return String(decoding: buffer.bytes, as: UTF8.self)
  }
}

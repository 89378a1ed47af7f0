internal import SluiceCore
internal import SluiceIO
package import SluiceLedger

/// Decisions for other programs, as JSON Lines or CSV. They are handed on as they come: memory does not grow with
/// their number.
package final class DecisionExport {
  package enum Format: String, CaseIterable, Sendable {
    case jsonl, csv
  }

  private static let columns = [
    "key", "shard", "line", "document_id", "source", "content_hash", "text_bytes", "score", "p0", "p1", "p2", "p3",
    "p4", "p5", "category", "stance", "language", "span_start", "span_end", "route", "rule",
  ]
  private static let block = 1 << 18

  private let format: Format
  private let buffer = ByteBuffer(capacity: block + 4096)
  private let write: (UnsafeBufferPointer<UInt8>) -> Void

  /// - Parameter write: takes the rows, many at a time.
  package init(format: Format, to write: @escaping (UnsafeBufferPointer<UInt8>) -> Void) {
    self.format = format
    self.write = write
  }

  /// Exports the decisions that are recorded so far, by shard and line. A CSV file begins with a line that names its
  /// columns.
  package func export(_ reader: LedgerReader, where filter: DecisionFilter = DecisionFilter()) throws {
    if format == .csv { buffer.append(Array((Self.columns.joined(separator: ",") + "\n").utf8)) }
    for shard in try reader.shards() where shard.state == .done || shard.state == .running {
      try reader.forEachDecision(shard: shard.id, where: filter) { add($0) }
    }
    flush()
  }

  private func add(_ decision: DecisionRecord) {
    for (column, name) in Self.columns.enumerated() {
      if format == .jsonl {
        buffer.append(column == 0 ? "{" : ",")
        buffer.appendJSONString(name)
        buffer.append(":")
      } else if column > 0 {
        buffer.append(",")
      }
      append(column, decision)
    }
    if format == .jsonl { buffer.append("}") }
    buffer.append("\n")
    if buffer.count >= Self.block { flush() }
  }

  private func append(_ column: Int, _ decision: DecisionRecord) {
    switch column {
    case 0: append(decision.key.description)
    case 1: append(decision.key.shard.text)
    case 2: buffer.append(decision.key.line)
    case 3: append(decision.documentID?.text)
    case 4: append(decision.source?.text)
    case 5: append(ContentHash.hex(decision.contentHash))
    case 6: buffer.append(decision.textBytes)
    case 7: buffer.append(Int(decision.score.rawValue))
    case 8...13: buffer.append(tenThousandths: Int(decision.probabilities.parts[column - 8]))
    case 14: append(decision.category.rawValue)
    case 15: append(decision.stance.rawValue)
    case 16: append(decision.language.rawValue)
    case 17: buffer.append(decision.scalarSpan.lowerBound)
    case 18: buffer.append(decision.scalarSpan.upperBound)
    case 19: append(decision.route.rawValue)
    default: append(decision.rule)
    }
  }

  /// A text; what is not there is null, or an empty field. An empty text is quoted in CSV, so that the two can be told
  /// apart.
  private func append(_ text: String?) {
    switch format {
    case .jsonl:
      if let text { buffer.appendJSONString(text) } else { buffer.append("null") }
    case .csv:
      guard let text else { return }
      buffer.append(Array((text.isEmpty ? "\"\"" : text.csvField).utf8))
    }
  }

  private func flush() {
    write(buffer.bytes)
    buffer.count = 0
  }
}

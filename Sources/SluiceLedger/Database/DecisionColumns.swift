internal import GRDB

/// The columns of `decisions` in the order every statement of this module uses.
package enum DecisionColumns {
  static let line: Int32 = 0
  static let documentID: Int32 = 1
  static let source: Int32 = 2
  static let contentHash: Int32 = 3
  static let textBytes: Int32 = 4
  static let score: Int32 = 5
  static let p0: Int32 = 6
  static let category: Int32 = 12
  static let stance: Int32 = 13
  static let language: Int32 = 14
  static let spanStart: Int32 = 15
  static let spanEnd: Int32 = 16
  static let route: Int32 = 17
  static let rule: Int32 = 18

  static let list = """
    line, document_id, source, content_hash, text_bytes, score, p0, p1, p2, p3, p4, p5, \
    category, stance, language, span_start, span_end, route, rule
    """

  /// Rows of a shard in line order.
  static func statement(
    _ db: Database, shard: Int, where filter: DecisionFilter = DecisionFilter()
  ) throws -> PreparedStatement {
    let statement = try PreparedStatement(
      db, "SELECT \(list) FROM decisions WHERE shard_id = ?1\(filter.sql) ORDER BY line")
    statement.bind(1, shard)
    for (index, source) in filter.sources.enumerated() { statement.bind(Int32(index + 2), source) }
    return statement
  }

  /// Ten-thousandths of a stored probability; nil unless it is exactly the double nearest to them.
  package static func parts(_ probability: Double) -> UInt16? {
    guard probability >= 0, probability <= 1 else { return nil }
    let parts = (probability * 10_000).rounded()
    return parts / 10_000 == probability ? UInt16(parts) : nil
  }
}

/// A content hash in the table: 16 lower-case hex digits.
package enum ContentHashText {
  private static let digits: StaticString = "0123456789abcdef"

  /// - Precondition: room for 16 bytes.
  @inline(__always)
  package static func write(_ hash: UInt64, to target: UnsafeMutablePointer<UInt8>) {
    var rest = hash
    for i in stride(from: 15, through: 0, by: -1) {
      target[i] = digits.utf8Start[Int(rest & 15)]
      rest >>= 4
    }
  }

  package static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64? {
    guard bytes.count == 16 else { return nil }
    var hash: UInt64 = 0
    for byte in bytes {
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
      default: return nil
      }
      hash = hash << 4 | UInt64(digit)
    }
    return hash
  }
}

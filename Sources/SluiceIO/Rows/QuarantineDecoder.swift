/// Turns a quarantine file back into the shard its lines came from, as far as they are there: line *n* of the
/// original is line *n* again, byte for byte, and every line that was not quarantined is empty. So a replayed line
/// keeps its key, `shard#line`, and whatever reads shards can read this.
///
/// Rows are as `QuarantineRow` writes them, in line order. A row may be larger than memory: its bytes stream through.
final class QuarantineDecoder: StreamDecoder {
  /// Decoding starts at the file's first byte, always: these files are small beside their shards.
  let restart = RestartPoint.start

  private enum State { case head, raw, tail }

  private let rows: any StreamDecoder
  private let path: String
  private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
  private var inputRange = 0..<0
  private var state = State.head
  private var head: [UInt8] = []
  private var shard: ArraySlice<UInt8>?
  /// The line the output has reached, from 1, and line ends that are still to be written.
  private var line = 1
  private var lineEnds = 0
  private var isAtEnd = false
  private var hasRows = false
  /// Base64 digits of a group not yet complete.
  private var group: UInt32 = 0
  private var digits = 0
  private var padding = 0

  private static let largestHead = 1 << 20
  private static let marker = Array(
    UnsafeBufferPointer(start: QuarantineRow.marker.utf8Start, count: QuarantineRow.marker.utf8CodeUnitCount))

  init(rows: any StreamDecoder, path: String) {
    self.rows = rows
    self.path = path
  }

  deinit { input.deallocate() }

  func decode(into memory: UnsafeMutableRawBufferPointer) throws -> Int {
    var count = 0
    while count < memory.count {
      if lineEnds > 0 {
        memory[count] = UInt8(ascii: "\n")
        count += 1
        lineEnds -= 1
      } else if isAtEnd {
        return count
      } else if state == .raw, digits == 4 {
        // The last of up to three bytes of a group goes out first in the next call, if there is no room now.
        memory[count] = UInt8(truncatingIfNeeded: group >> 16)
        count += 1
        group = group << 8 & 0xff_ffff
        left -= 1
        if left == 0 { digits = 0 }
      } else if let byte = try next() {
        try take(byte)
      } else {
        guard state == .head, head.isEmpty else { throw broken("ends in the middle of a row") }
        isAtEnd = true
        if hasRows { lineEnds = 1 }
      }
    }
    return count
  }

  /// Bytes of a complete group that are still to go out.
  private var left = 0

  private func next() throws -> UInt8? {
    if inputRange.isEmpty {
      inputRange = 0..<(try rows.decode(into: input))
      if inputRange.isEmpty { return nil }
    }
    defer { inputRange = inputRange.dropFirst() }
    return input[inputRange.lowerBound]
  }

  private func take(_ byte: UInt8) throws {
    switch state {
    case .head:
      head.append(byte)
      if byte == UInt8(ascii: "\""), head.suffix(Self.marker.count).elementsEqual(Self.marker) {
        try begin()
      } else if head.count > Self.largestHead || byte == UInt8(ascii: "\n") {
        throw broken("holds a line that is not a quarantine row")
      }
    case .raw:
      if byte == UInt8(ascii: "\"") {
        guard digits == 0 else { throw broken("holds a row whose base64 is cut off") }
        head = []
        state = .tail
      } else {
        try take(digit: byte)
      }
    case .tail:
      head.append(byte)
      guard head.elementsEqual([UInt8(ascii: "}"), UInt8(ascii: "\n")].prefix(head.count)) else {
        throw broken("holds a row with something after its bytes")
      }
      if head.count == 2 {
        head = []
        state = .head
      }
    }
  }

  private func take(digit byte: UInt8) throws {
    guard padding == 0 || byte == UInt8(ascii: "=") else { throw broken("holds a row with bytes after its base64") }
    let value: UInt8
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = byte - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): value = byte - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): value = byte - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+"): value = 62
    case UInt8(ascii: "/"): value = 63
    case UInt8(ascii: "=") where digits >= 2:
      value = 0
      padding += 1
    default: throw broken("holds a row that is not base64")
    }
    group = group << 6 | UInt32(value)
    digits += 1
    if digits == 4 { left = 3 - padding }
  }

  /// Reads a row's head and goes to its line.
  private func begin() throws {
    let fields = head.dropLast(Self.marker.count)
    // Within a string quotes are escaped, so these are only where sluice wrote them.
    let opening = Array(#"{"shard":""#.utf8)
    let lineKey = Array(#"","line":"#.utf8)
    let rest = fields.dropFirst(opening.count)
    guard fields.starts(with: opening), let end = rest.firstRange(of: lineKey),
      let number = Int(
        String(decoding: rest[end.upperBound...].prefix { $0 != UInt8(ascii: ",") }, as: UTF8.self))
    else { throw broken("holds a line that is not a quarantine row") }
    let name = rest[..<end.lowerBound]
    guard shard == nil || shard!.elementsEqual(name) else { throw broken("holds rows of several shards") }
    guard hasRows ? number > line : number >= line else { throw broken("has its rows out of line order") }
    shard = name
    lineEnds = number - line
    line = number
    hasRows = true
    group = 0
    padding = 0
    state = .raw
  }

  private func broken(_ what: String) -> IOFailure {
    IOFailure(.corrupt, path: path, "the quarantine file \(what); check its run with `sluice verify`")
  }
}

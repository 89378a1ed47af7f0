#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// A line of a shard.
package struct Line {
  /// In its shard, from 1.
  package var number: Int
  /// Offset of its first byte in the decoded shard.
  package var offset: Int
  /// The line as it is in the shard, without its LF.
  package var bytes: UnsafeBufferPointer<UInt8>
  /// Whether the stream broke inside it (`--salvage`).
  package var isTorn: Bool

  /// The line without the byte order mark, which the first line of a file may have before it.
  package var content: UnsafeBufferPointer<UInt8> { number == 1 ? ByteOrderMark.dropped(from: bytes) : bytes }

  /// Whether it is empty or white space only.
  package var isBlank: Bool { TextMeasure.isBlank(content) }
}

/// Cuts a chunk of whole lines into its lines: the only place that does.
package struct ChunkLines {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let position: Int
  private let endsTorn: Bool
  private var start = 0
  private var number: Int

  /// - Parameter chunk: its content must be `.lines`. It must outlive the lines.
  package init(_ chunk: Chunk) {
    bytes = chunk.buffer.bytes
    position = chunk.position
    endsTorn = chunk.endsTorn
    number = chunk.linesBefore
  }

  package mutating func next() -> Line? {
    guard start < bytes.count else { return nil }
    let base = bytes.baseAddress! + start
    let rest = bytes.count - start
    let end = memchr(base, Int32(ShardReader.newline), rest).map { UnsafeRawPointer($0) - UnsafeRawPointer(base) }
    number += 1
    defer { start += (end ?? rest) + 1 }
    return Line(
      number: number, offset: position + start, bytes: UnsafeBufferPointer(start: base, count: end ?? rest),
      isTorn: end == nil && endsTorn)
  }
}

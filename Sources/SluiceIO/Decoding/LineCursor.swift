#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Hands out one line of a shard after another, for checks that compare files line by line. Memory is one
/// chunk or one line up to the limit; longer lines come in pieces.
public final class LineCursor {
  private let reader: ShardReader
  private let chunk = Chunk()
  /// Where the next line of the chunk starts.
  private var start = 0
  private var hasChunk = false
  private var morePieces = false

  /// Of the current line, from 1; 0 before the first.
  public private(set) var number = 0
  /// The current line without its end, or the current piece of one. Valid until the next call.
  public private(set) var bytes = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
  /// False if the line is longer than the limit and `bytes` is a piece of it.
  public private(set) var isWhole = true

  public init(path: String, options: ShardReader.Options = .init()) throws {
    reader = try ShardReader(path: path, options: options)
  }

  /// SHA-256 of the compressed shard, once it was read to its end; nil unless hashing.
  public var sha256: String? { reader.sha256 }

  /// Goes to the next line; what is left of a long one is passed over.
  ///
  /// - Returns: false at the shard's verified end.
  public func next() throws -> Bool {
    while try nextPiece() {}
    while !hasChunk || start >= chunk.buffer.count {
      guard try reader.next(into: chunk) else { return false }
      hasChunk = true
      start = 0
      number = chunk.linesBefore
      if case .longLine(_, let last) = chunk.content {
        isWhole = false
        morePieces = !last
        number += 1
        bytes = chunk.buffer.bytes
        start = chunk.buffer.count
        return true
      }
    }
    let rest = UnsafeBufferPointer(rebasing: chunk.buffer.bytes[start...])
    let length =
      memchr(rest.baseAddress!, Int32(ShardReader.newline), rest.count)
      .map { UnsafeRawPointer($0) - UnsafeRawPointer(rest.baseAddress!) } ?? rest.count
    isWhole = true
    number += 1
    bytes = UnsafeBufferPointer(rebasing: rest[0..<length])
    start += length + 1
    return true
  }

  /// Goes to the next piece of a long line.
  ///
  /// - Returns: false if there is none.
  public func nextPiece() throws -> Bool {
    guard morePieces else { return false }
    guard try reader.next(into: chunk), case .longLine(_, let last) = chunk.content else {
      morePieces = false
      return false
    }
    morePieces = !last
    bytes = chunk.buffer.bytes
    start = chunk.buffer.count
    return true
  }

  /// SHA-256 of the current line, all pieces of a long one.
  public func digestOfLine() throws -> String {
    let digest = SHA256Digest()
    repeat { digest.update(UnsafeRawBufferPointer(bytes)) } while try nextPiece()
    return digest.hex()
  }
}

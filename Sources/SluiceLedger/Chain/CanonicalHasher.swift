internal import SluiceIO

/// SHA-256 over the canonical byte serialisation that docs/ledger.md specifies:
///
///     header    the serialisation's name in ASCII, ended by a line feed
///     integer   8 bytes, two's complement, least significant first
///     byte      1 byte
///     text      length in bytes as 4 bytes, least significant first, then the bytes as stored;
///               NULL is the length 0xFFFFFFFF alone
///
/// Every field is self-delimiting, so two different records never share a serialisation.
///
/// `@unchecked Sendable`: a hasher belongs to one shard, and a shard has one caller at a time.
final class CanonicalHasher: @unchecked Sendable {
  private let digest = SHA256Digest()
  private let buffer: UnsafeMutableRawPointer
  private var used = 0
  private static let capacity = 1 << 16

  init(_ header: String) {
    buffer = .allocate(byteCount: Self.capacity, alignment: 16)
    digest.update(header.utf8)
    digest.update(CollectionOfOne(UInt8(ascii: "\n")))
  }

  deinit { buffer.deallocate() }

  /// Room for a piece of fixed size; `count` is far below the capacity.
  @inline(__always)
  private func reserve(_ count: Int) { if used + count > Self.capacity { flush() } }

  private func flush() {
    digest.update(UnsafeRawBufferPointer(start: buffer, count: used))
    used = 0
  }

  @inline(__always)
  private func store<T: FixedWidthInteger>(_ value: T) {
    reserve(MemoryLayout<T>.size)
    buffer.storeBytes(of: value.littleEndian, toByteOffset: used, as: T.self)
    used += MemoryLayout<T>.size
  }

  @inline(__always)
  func integer(_ value: Int) { store(Int64(value)) }

  @inline(__always)
  func integer(_ value: UInt64) { store(value) }

  @inline(__always)
  func short(_ value: UInt16) { store(value) }

  @inline(__always)
  func byte(_ value: UInt8) { store(value) }

  @inline(__always)
  func null() { store(UInt32.max) }

  @inline(__always)
  func text(_ bytes: UnsafeBufferPointer<UInt8>) {
    store(UInt32(bytes.count))
    guard let base = bytes.baseAddress else { return }
    if bytes.count > Self.capacity - used {
      flush()
      if bytes.count > Self.capacity { return digest.update(UnsafeRawBufferPointer(bytes)) }
    }
    (buffer + used).copyMemory(from: base, byteCount: bytes.count)
    used += bytes.count
  }

  @inline(__always)
  func text(_ text: StaticString) {
    self.text(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  func text(_ text: String?) {
    guard var text else { return null() }
    text.withUTF8 { self.text($0) }
  }

  func text(_ row: StatementRow, _ column: Int32) {
    if let bytes = row.bytes(column) { text(bytes) } else { null() }
  }

  /// The digest of everything so far, 64 lower-case hex digits.
  func hex() -> String {
    flush()
    return digest.hex()
  }
}

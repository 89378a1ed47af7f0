#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Growable raw memory with readable padding after its capacity, so that parsers may overread.
/// Not initialised beyond what was written; owned by one thread at a time.
public final class ByteBuffer {
  /// Start of the memory; changes when the buffer grows or shrinks.
  public private(set) var base: UnsafeMutablePointer<UInt8>
  /// Bytes that fit before the buffer has to grow, without the padding.
  public private(set) var capacity: Int
  /// Bytes in use. Whoever raises it must have initialized the bytes.
  public var count = 0

  private static let padding = LineParser.padding

  public init(capacity: Int = 0) {
    self.capacity = capacity
    base = Self.allocate(capacity)
  }

  deinit { release(base) }

  private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<UInt8> {
    guard let memory = malloc(capacity + padding) else { OutOfMemory.end(wanted: "\(capacity + padding) bytes") }
    let base = memory.assumingMemoryBound(to: UInt8.self)
    // Parsers read the padding; zeros keep what they see the same from run to run.
    (base + capacity).initialize(repeating: 0, count: padding)
    return base
  }

  /// The bytes in use; valid until the buffer changes.
  public var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: base, count: count) }
  /// The same as raw memory.
  public var rawBytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

  /// The part not yet filled.
  public var free: UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(start: base + count, count: capacity - count)
  }

  /// Makes room for `needed` bytes in all, keeping the content.
  public func reserve(_ needed: Int) {
    guard needed > capacity else { return }
    resize(to: max(needed, capacity * 2))
  }

  /// Gives memory back if more than `limit` is held and the content allows.
  public func shrink(to limit: Int) {
    guard capacity > limit, count <= limit else { return }
    resize(to: limit)
  }

  private func resize(to newCapacity: Int) {
    let new = Self.allocate(newCapacity)
    new.update(from: base, count: count)
    release(base)
    base = new
    capacity = newCapacity
  }

  /// Appends one byte. Amortized constant time.
  @inline(__always)
  public func append(_ byte: UInt8) {
    if count == capacity { reserve(count + 1) }
    base[count] = byte
    count += 1
  }

  /// Appends a copy of the bytes, which must not be the buffer's own.
  public func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let source = bytes.baseAddress else { return }
    reserve(count + bytes.count)
    (base + count).update(from: source, count: bytes.count)
    count += bytes.count
  }

  /// Appends the UTF-8 bytes of a literal.
  public func append(_ text: StaticString) {
    append(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Appends a copy of the bytes.
  public func append(_ bytes: [UInt8]) { bytes.withUnsafeBufferPointer { append($0) } }
}

/// `free` of the C library, which `ByteBuffer.free` hides.
private func release(_ memory: UnsafeMutablePointer<UInt8>) { free(memory) }

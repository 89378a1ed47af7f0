package import SluiceIO
internal import Synchronization

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Documents of one output shard in the order they came, on their way to be sorted. Any thread may add to it.
///
/// A record is: `u64` place, `u32` length of the line, `u16` component, `u16` copy, `u64` weight, `u32` words,
/// `u64` text bytes, then the line. Native byte order: the file never leaves the machine.
package final class SpillFile: Sendable {
  static let headerBytes = 36

  package struct Record {
    package var place: UInt64
    package var component: Int
    package var copy: Int
    package var size: MixSize

    package init(place: UInt64, component: Int, copy: Int, size: MixSize) {
      self.place = place
      self.component = component
      self.copy = copy
      self.size = size
    }
  }

  package let path: String
  private let limit: Int
  // Touched under the lock only.
  private let buffer: Mutex<Unchecked<ByteBuffer>>

  // Sendable because only the mutex's owner reaches the value.
  private struct Unchecked<T>: @unchecked Sendable {
    let value: T
  }

  package init(path: String, bufferBytes: Int) {
    self.path = path
    limit = bufferBytes
    buffer = Mutex(Unchecked(value: ByteBuffer()))
  }

  package func add(_ record: Record, line: UnsafeBufferPointer<UInt8>) throws {
    try buffer.withLock { buffer in
      let bytes = buffer.value
      bytes.reserve(bytes.count + Self.headerBytes + line.count)
      bytes.append(record.place)
      bytes.append(UInt32(line.count))
      bytes.append(UInt16(record.component))
      bytes.append(UInt16(record.copy))
      bytes.append(UInt64(record.size.weight))
      bytes.append(UInt32(record.size.words))
      bytes.append(UInt64(record.size.textBytes))
      bytes.append(line)
      if bytes.count >= limit { try flush(bytes) }
    }
  }

  /// Writes what is left.
  package func finish() throws {
    try buffer.withLock { buffer in
      try flush(buffer.value)
      buffer.value.shrink(to: 0)
    }
  }

  /// Opened for each flush: thousands of shards must not need as many descriptors.
  private func flush(_ bytes: ByteBuffer) throws {
    guard bytes.count > 0 else { return }
    try FaultPoint.hit(.write, path: path)
    let descriptor = withFileSystemPath(path) {
      open($0, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0o600)
    }
    guard descriptor >= 0 else { throw systemFailure(.unwritable, path: path, "cannot create the file") }
    defer { close(descriptor) }
    var rest = bytes.rawBytes
    while !rest.isEmpty {
      let count = retrying { write(descriptor, rest.baseAddress, rest.count) }
      guard count >= 0 else { throw systemFailure(.unwritable, path: path, "writing failed") }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
    bytes.count = 0
    bytes.shrink(to: 2 * limit)
  }
}

/// A spill file read back: its records sorted by place, and by the bytes of their lines where places are equal.
package struct SortedSpill {
  private struct Entry {
    var place: UInt64
    /// Where the record begins.
    var offset: Int
  }

  private let bytes: ByteBuffer
  private var entries: [Entry] = []

  /// - Parameter buffer: takes the whole file.
  package init(path: String, into buffer: ByteBuffer) throws {
    bytes = buffer
    bytes.count = 0
    try Self.read(path, bytes)
    var offset = 0
    while offset < bytes.count {
      let raw = bytes.rawBytes
      entries.append(Entry(place: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self), offset: offset))
      offset += SpillFile.headerBytes + Int(raw.loadUnaligned(fromByteOffset: offset + 8, as: UInt32.self))
    }
    let read = self
    entries.sort { a, b in
      a.place != b.place
        ? a.place < b.place : read.line(a).lexicographicallyPrecedes(read.line(b))
    }
  }

  private static func read(_ path: String, _ buffer: ByteBuffer) throws {
    // A shard that no document fell into has no file.
    guard Folders.exists(path) else { return }
    let descriptor = try RegularFile.open(path, flags: O_NOFOLLOW)
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw systemFailure(.unreadable, path: path, "cannot stat the file") }
    buffer.reserve(Int(status.st_size) + 1)
    while true {
      let count = retrying { systemRead(descriptor, buffer.free.baseAddress, buffer.free.count) }
      guard count >= 0 else { throw systemFailure(.unreadable, path: path, "reading failed") }
      if count == 0 { return }
      buffer.count += count
    }
  }

  private func line(_ entry: Entry) -> UnsafeBufferPointer<UInt8> {
    let length = Int(bytes.rawBytes.loadUnaligned(fromByteOffset: entry.offset + 8, as: UInt32.self))
    let start = entry.offset + SpillFile.headerBytes
    return UnsafeBufferPointer(rebasing: bytes.bytes[start..<start + length])
  }

  package func forEachRecord(_ body: (SpillFile.Record, UnsafeBufferPointer<UInt8>) throws -> Void) rethrows {
    let raw = bytes.rawBytes
    for entry in entries {
      func load<T: FixedWidthInteger>(_ offset: Int, _ type: T.Type) -> T {
        raw.loadUnaligned(fromByteOffset: entry.offset + offset, as: T.self)
      }
      let size = MixSize(
        documents: 1, words: Int(load(24, UInt32.self)), textBytes: Int(load(28, UInt64.self)),
        weight: Int(load(16, UInt64.self)))
      try body(
        SpillFile.Record(
          place: entry.place, component: Int(load(12, UInt16.self)), copy: Int(load(14, UInt16.self)), size: size),
        line(entry))
    }
  }
}

extension ByteBuffer {
  fileprivate func append<T: FixedWidthInteger>(_ value: T) {
    withUnsafeBytes(of: value) { append($0.bindMemory(to: UInt8.self)) }
  }
}

/// `read` of the C library, which `SortedSpill.read` hides.
private func systemRead(_ descriptor: Int32, _ base: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, base, count)
}

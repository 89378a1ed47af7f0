/// Reads little-endian values one after another from untrusted bytes, never past their end.
struct ByteCursor {
  let bytes: UnsafeRawBufferPointer
  let path: String
  private(set) var position = 0

  init(_ bytes: UnsafeRawBufferPointer, path: String) {
    self.bytes = bytes
    self.path = path
  }

  var remaining: Int { bytes.count - position }

  /// Bytes of the next `count` values of `width` bytes each; moves past them. `what` names them in
  /// the error.
  mutating func take(_ count: Int, width: Int, _ what: String) throws(ModelFileError) -> UnsafeRawBufferPointer {
    let (size, overflow) = count.multipliedReportingOverflow(by: width)
    guard count >= 0, !overflow, size <= remaining else {
      let (end, endOverflow) = position.addingReportingOverflow(overflow || count < 0 ? Int.max : size)
      let problem = ModelFileError.Problem.wrongSize(expected: endOverflow ? Int.max : end, found: bytes.count)
      throw ModelFileError(path: path, offset: position, count < 0 ? .malformed("\(what) is negative") : problem)
    }
    defer { position += size }
    return UnsafeRawBufferPointer(rebasing: bytes[position..<position + size])
  }

  mutating func integer<Value: FixedWidthInteger & BitwiseCopyable>(
    _ what: String, as type: Value.Type = Value.self
  ) throws(ModelFileError) -> Value {
    Value(littleEndian: try take(1, width: MemoryLayout<Value>.size, what).loadUnaligned(as: Value.self))
  }

  /// A 32- or 64-bit count that must be within `limits`.
  mutating func count<Value: FixedWidthInteger & BitwiseCopyable>(
    _ what: String, as type: Value.Type, in limits: ClosedRange<Int>
  ) throws(ModelFileError) -> Int {
    let start = position
    let value = Int(clamping: try integer(what, as: Value.self))
    guard limits.contains(value) else {
      throw ModelFileError(
        path: path, offset: start,
        value > limits.upperBound
          ? .tooLarge(what: what, size: value, limit: limits.upperBound)
          : .malformed("\(what) is \(value), less than \(limits.lowerBound)"))
    }
    return value
  }

  mutating func flag(_ what: String) throws(ModelFileError) -> Bool {
    try count(what, as: UInt8.self, in: 0...1) == 1
  }

  /// Bytes up to the next zero byte, which is skipped.
  mutating func terminated(_ what: String) throws(ModelFileError) -> Range<Int> {
    let start = position
    while position < bytes.count, bytes[position] != 0 { position += 1 }
    guard position < bytes.count else { throw malformed("\(what) does not end", at: start) }
    defer { position += 1 }
    return start..<position
  }

  func malformed(_ reason: String, at offset: Int? = nil) -> ModelFileError {
    ModelFileError(path: path, offset: offset ?? position, .malformed(reason))
  }
}

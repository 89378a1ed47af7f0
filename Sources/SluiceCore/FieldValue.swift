/// The value of a field in a line's JSON object. Bytes are valid until the parser's next line.
package enum FieldValue {
  case missing, null
  case string(UnsafeBufferPointer<UInt8>)
  case integer(isNegative: Bool, magnitude: UInt64)
  case real(Double)
  case boolean(Bool)
  /// An array or an object.
  case other

  /// Of an integer, its sign included.
  package static let mostDigits = 24

  /// The UTF-8 bytes of a string, unescaped; nil if it is not one.
  package var bytes: UnsafeBufferPointer<UInt8>? { if case .string(let bytes) = self { bytes } else { nil } }

  /// A copy of a string; nil if it is not one.
  package var string: String? { bytes.map { String(decoding: $0, as: UTF8.self) } }

  /// The UTF-8 bytes of a string that a document must have, or what is wrong with it.
  package var text: Result<UnsafeBufferPointer<UInt8>, QuarantineReason> {
    switch self {
    case .string(let bytes): .success(bytes)
    case .missing, .null: .failure(.missingText)
    default: .failure(.textNotString)
    }
  }

  /// An integer; nil if it is something else or does not fit.
  package var integer: Int? {
    guard case .integer(let isNegative, let magnitude) = self else { return nil }
    return isNegative ? Int(truncatingIfNeeded: 0 &- magnitude) : Int(exactly: magnitude)
  }

  /// A copy of what names a document: a string as it is, an integer as its digits; nil if it is neither.
  package var identifier: String? { withIdentifier { $0.map { String(decoding: $0, as: UTF8.self) } } }

  /// Calls `body` with the bytes of the identifier.
  package func withIdentifier<T>(_ body: (UnsafeBufferPointer<UInt8>?) throws -> T) rethrows -> T {
    try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.mostDigits) { digits in
      try body(identifier(digits: digits))
    }
  }

  /// - Parameter digits: takes the digits of an integer.
  package func identifier(digits: UnsafeMutableBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8>? {
    guard case .integer(let isNegative, let magnitude) = self else { return bytes }
    var start = digits.count
    var rest = magnitude
    repeat {
      start -= 1
      digits[start] = UInt8(ascii: "0") + UInt8(rest % 10)
      rest /= 10
    } while rest > 0
    if isNegative {
      start -= 1
      digits[start] = UInt8(ascii: "-")
    }
    return UnsafeBufferPointer(rebasing: digits[start...])
  }
}

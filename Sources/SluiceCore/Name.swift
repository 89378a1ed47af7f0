/// A name from outside: a path, an id, a source, a label, a key. Two names are one only if their bytes are equal.
///
/// `String` calls `é` as one scalar and as two the same, and the Kelvin sign and `K`; a file system, a corpus and a
/// label map do not. Names are therefore compared, hashed and sorted by their UTF-8 bytes.
///
/// In messages a name is written as `shown`, in data as `text` (docs/decisions/0080-names-are-bytes.md).
public struct Name: Sendable {
  /// The name as text, for data and for functions that take text.
  public let text: String

  @inlinable
  public init(_ text: String) { self.text = text }

  @inlinable
  public init(_ text: some StringProtocol) { self.text = String(text) }
}

extension Name: Hashable, Comparable {
  @inlinable
  public static func == (left: Name, right: Name) -> Bool {
    // Contiguous in every name read from outside; then this is one comparison of memory.
    left.text.utf8.count == right.text.utf8.count && left.text.utf8.elementsEqual(right.text.utf8)
  }

  @inlinable
  public static func < (left: Name, right: Name) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }

  @inlinable
  public func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    hasher.combine(0xFF as UInt8)
  }
}

extension Name: CustomStringConvertible {
  /// The name as messages show it.
  public var description: String { text.shown }
}

/// Within a name's own literal, other names are what they are, not as messages show them.
extension Name: ExpressibleByStringInterpolation {
  public init(stringLiteral value: String) { self.init(value) }

  public init(stringInterpolation: StringInterpolation) { self.init(stringInterpolation.text) }

  /// The text of an interpolated literal.
  public struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    public init(literalCapacity: Int, interpolationCount: Int) {}

    /// Appends a part between the values.
    public mutating func appendLiteral(_ literal: String) { text += literal }

    /// Appends the text of a name.
    public mutating func appendInterpolation(_ name: Name) { text += name.text }

    /// Appends any other value.
    public mutating func appendInterpolation(_ value: some Any) { text += "\(value)" }
  }
}

extension Name: Codable {
  public init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(String.self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}

/// Dictionaries with such keys are JSON objects.
extension Name: CodingKeyRepresentable {
  public var codingKey: any CodingKey { Key(stringValue: text) }

  public init?<Key: CodingKey>(codingKey: Key) { self.init(codingKey.stringValue) }

  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}

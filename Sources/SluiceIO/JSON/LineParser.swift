internal import CSimdjson

/// Where a document's fields are: dotted paths into the JSON object of a line.
public struct FieldPaths: Sendable, Hashable, Codable {
  public var text: String
  public var id: String
  public var source: String
  public var url: String

  public init(text: String = "text", id: String = "id", source: String = "source", url: String = "url") {
    self.text = text
    self.id = id
    self.source = source
    self.url = url
  }
}

/// The fields of one line. Buffers are valid until the reader's next line.
public struct LineFields {
  public var text: UnsafeBufferPointer<UInt8>
  public var id: UnsafeBufferPointer<UInt8>?
  public var source: UnsafeBufferPointer<UInt8>?
  public var url: UnsafeBufferPointer<UInt8>?
}

/// Why a line's fields cannot be had.
public enum LineProblem: Error, Sendable, Hashable {
  case notJSON, notUTF8, loneSurrogate, numberOutOfRange, nestedTooDeep, notObject, duplicateKey, reservedKeyTaken
  case missingText, textNotString, outOfMemory
}

/// Parses lines with simdjson. One owner at a time; scratch memory is reused.
public final class LineParser {
  /// Bytes that must be readable after a line's end.
  public static let padding = Int(SLUICE_JSON_PADDING)

  private let parser: OpaquePointer
  private let idDigits = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 24)

  /// - Parameter reservedKey: the top-level key that a line must not have yet.
  public init(fields: FieldPaths, reservedKey: String) {
    parser = fields.text.withCString { text in
      fields.id.withCString { id in
        fields.source.withCString { source in
          fields.url.withCString { url in
            [text, id, source, url].withUnsafeBufferPointer { paths in
              sluice_json_parser_create(paths.baseAddress, reservedKey)
            }
          }
        }
      }
    }
  }

  deinit {
    sluice_json_parser_destroy(parser)
    idDigits.deallocate()
  }

  /// Checks a whole line and finds its fields.
  ///
  /// - Parameter line: `padding` bytes after its end must be readable; their content does not matter.
  public func parse(_ line: UnsafeBufferPointer<UInt8>) -> Result<LineFields, LineProblem> {
    var result = sluice_json_result()
    let status = sluice_json_parse(parser, line.baseAddress, line.count, &result)
    switch status {
    case SLUICE_JSON_OK: break
    case SLUICE_JSON_NOT_UTF8: return .failure(.notUTF8)
    case SLUICE_JSON_BAD_STRING: return .failure(Self.holdsSurrogateEscape(line) ? .loneSurrogate : .notJSON)
    case SLUICE_JSON_BAD_NUMBER: return .failure(.numberOutOfRange)
    case SLUICE_JSON_TOO_DEEP: return .failure(.nestedTooDeep)
    case SLUICE_JSON_NOT_OBJECT: return .failure(.notObject)
    case SLUICE_JSON_DUPLICATE_KEY: return .failure(.duplicateKey)
    case SLUICE_JSON_NO_MEMORY: return .failure(.outOfMemory)
    default: return .failure(.notJSON)
    }
    let text = result.fields.0
    switch text.kind {
    case SLUICE_JSON_STRING: break
    case SLUICE_JSON_MISSING, SLUICE_JSON_NULL: return .failure(.missingText)
    default: return .failure(.textNotString)
    }
    if result.reserved_key_present { return .failure(.reservedKeyTaken) }
    return .success(
      LineFields(
        text: Self.bytes(text), id: identifier(result.fields.1), source: Self.string(result.fields.2),
        url: Self.string(result.fields.3)))
  }

  private static func bytes(_ value: sluice_json_value) -> UnsafeBufferPointer<UInt8> {
    UnsafeRawBufferPointer(start: value.bytes, count: value.count).assumingMemoryBound(to: UInt8.self)
  }

  private static func string(_ value: sluice_json_value) -> UnsafeBufferPointer<UInt8>? {
    value.kind == SLUICE_JSON_STRING ? bytes(value) : nil
  }

  /// A string id as it is, an integer id as its digits; anything else counts as absent.
  private func identifier(_ value: sluice_json_value) -> UnsafeBufferPointer<UInt8>? {
    guard value.kind == SLUICE_JSON_INTEGER else { return Self.string(value) }
    var start = idDigits.count
    var rest = value.magnitude
    repeat {
      start -= 1
      idDigits[start] = UInt8(ascii: "0") + UInt8(rest % 10)
      rest /= 10
    } while rest > 0
    if value.negative {
      start -= 1
      idDigits[start] = UInt8(ascii: "-")
    }
    return UnsafeBufferPointer(rebasing: idDigits[start...])
  }

  private static func holdsSurrogateEscape(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    guard line.count >= 4 else { return false }
    for i in 0..<(line.count - 3)
    where line[i] == UInt8(ascii: "\\") && line[i + 1] == UInt8(ascii: "u") && line[i + 2] | 0x20 == UInt8(ascii: "d") {
      switch line[i + 3] | 0x20 {
      case UInt8(ascii: "8"), UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): return true
      default: continue
      }
    }
    return false
  }
}

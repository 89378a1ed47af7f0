internal import CSimdjson
internal import SluiceCore

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Where a field is in the JSON object of a line.
package enum FieldPath: Sendable, Hashable {
  /// A dot descends into an object, unless a top-level key is spelled exactly like the whole path. An empty path is
  /// never found.
  case dotted(String)
  /// Keys from the top level down, one or more, taken literally: dots in them mean nothing.
  case keys([String])

  /// A member of a top-level object.
  package static func member(of object: String, _ key: String) -> FieldPath { .keys([object, key]) }
}

/// Checks lines of JSON and finds fields in them, by simdjson. `DocumentParser` and `FieldReader` say which fields;
/// everything else uses one of these two. One owner at a time; scratch memory is reused.
package final class LineParser {
  /// Bytes that must be readable after a line's end.
  package static let padding = Int(SLUICE_JSON_PADDING)
  /// The most fields that a parser finds.
  package static let mostFields = Int(SLUICE_JSON_MAX_FIELDS)

  private let parser: OpaquePointer
  private let fields: UnsafeMutableBufferPointer<sluice_json_value>
  /// Whether the last line has the reserved key.
  private(set) var holdsReservedKey = false

  /// - Parameter reservedKey: a top-level key to look for; nil for none. An empty string is a key like any other.
  init(_ paths: [FieldPath], reservedKey: String? = nil) {
    precondition(paths.count <= Self.mostFields, "a parser finds at most \(Self.mostFields) fields")
    guard let parser = sluice_json_parser_create(reservedKey) else { OutOfMemory.end(wanted: "a parser") }
    self.parser = parser
    for path in paths {
      switch path {
      case .dotted(let path): sluice_json_parser_add_path(parser, path)
      case .keys(let keys):
        let copies = keys.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        sluice_json_parser_add_keys(parser, copies.map { UnsafePointer($0) }, copies.count)
      }
    }
    fields = .allocate(capacity: paths.count)
    fields.initialize(repeating: sluice_json_value())
  }

  deinit {
    sluice_json_parser_destroy(parser)
    fields.deallocate()
  }

  /// Checks a whole line and finds its fields.
  ///
  /// - Returns: what is wrong with the line; nil if nothing is.
  func read(_ line: UnsafeBufferPointer<UInt8>) -> QuarantineReason? {
    switch parse(line) {
    case SLUICE_JSON_OK: nil
    case SLUICE_JSON_NOT_UTF8: .notUTF8
    case SLUICE_JSON_BAD_STRING, SLUICE_JSON_BAD_NUMBER: reason(of: line)
    case SLUICE_JSON_TOO_DEEP: .nestedTooDeep
    case SLUICE_JSON_NOT_OBJECT: .notObject
    case SLUICE_JSON_DUPLICATE_KEY: .duplicateKey
    case SLUICE_JSON_NO_MEMORY: .outOfMemory
    default: .notJSON
    }
  }

  private func parse(_ line: UnsafeBufferPointer<UInt8>) -> sluice_json_status {
    var isTaken = false
    let status = sluice_json_parse(parser, line.baseAddress, line.count, fields.baseAddress, &isTaken)
    holdsReservedKey = isTaken
    return status
  }

  /// A line that simdjson refuses for a string or a number may be JSON that readers disagree about, with half a
  /// surrogate pair or a number too large, or no JSON at all. It is the former if the line without these is JSON.
  private func reason(of line: UnsafeBufferPointer<UInt8>) -> QuarantineReason {
    let tame = DisputedJSON(line)
    switch parse(tame.line.bytes) {
    case SLUICE_JSON_OK, SLUICE_JSON_DUPLICATE_KEY: return tame.hasHalfPair ? .loneSurrogate : .numberOutOfRange
    case SLUICE_JSON_NOT_OBJECT: return .notObject
    case SLUICE_JSON_TOO_DEEP: return .nestedTooDeep
    default: return .notJSON
    }
  }

  /// The last line's value of a field, by its place in the list of paths.
  func value(_ place: Int) -> FieldValue {
    let value = fields[place]
    switch value.kind {
    case SLUICE_JSON_MISSING: return .missing
    case SLUICE_JSON_NULL: return .null
    case SLUICE_JSON_STRING:
      return .string(UnsafeRawBufferPointer(start: value.bytes, count: value.count).assumingMemoryBound(to: UInt8.self))
    case SLUICE_JSON_INTEGER: return .integer(isNegative: value.negative, magnitude: value.magnitude)
    case SLUICE_JSON_REAL: return .real(value.real)
    case SLUICE_JSON_TRUE: return .boolean(true)
    case SLUICE_JSON_FALSE: return .boolean(false)
    default: return .other
    }
  }
}

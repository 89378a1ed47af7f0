package import SluiceCore

/// Writes the rows of quarantine files; `QuarantineDecoder` and `QuarantineReader` read them. A row is
/// `{"shard":…,"line":N,"byte_offset":…,"reason":…,"raw_base64":"…"}`: where the bytes came from, why they are
/// here, and the bytes.
package enum QuarantineRow {
  /// What comes before the base64 of the bytes.
  static let marker: StaticString = #","raw_base64":""#

  /// Begins a row.
  ///
  /// - Parameter offset: of the bytes in the decoded shard; nil where that is not known.
  package static func begin(_ key: DocumentKey, offset: Int?, reason: String, to buffer: ByteBuffer) {
    buffer.append(#"{"shard":"#)
    buffer.appendJSONString(key.shard)
    buffer.append(#","line":"#)
    buffer.append(key.line)
    if let offset {
      buffer.append(#","byte_offset":"#)
      buffer.append(offset)
    }
    buffer.append(#","reason":"#)
    buffer.appendJSONString(reason)
    buffer.append(marker)
  }

  /// Appends some of the row's bytes. All pieces but the last must have a length divisible by 3.
  package static func append(_ bytes: UnsafeBufferPointer<UInt8>, to buffer: ByteBuffer) {
    buffer.appendBase64(bytes)
  }

  /// Ends a row, line feed and all.
  package static func end(_ buffer: ByteBuffer) { buffer.append("\"}\n") }
}

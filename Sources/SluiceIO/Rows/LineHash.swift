/// Stands for a dropped line whose text is not to be kept (`--drop hashes`): an object of the SHA-256 of its bytes,
/// without the line end, and their number. With the line at hand one can prove that it was this one.
package enum LineHash {
  package static func append(of line: UnsafeBufferPointer<UInt8>, to buffer: ByteBuffer) {
    buffer.append(#"{"line_sha256":""#)
    buffer.append(Array(SHA256Digest.hex(of: line).utf8))
    buffer.append(#"","line_bytes":"#)
    buffer.append(line.count)
    buffer.append("}")
  }
}

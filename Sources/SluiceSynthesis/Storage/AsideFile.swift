internal import SluiceIO

/// The answers of a stage that could not be read, each kept before its outcome is recorded.
///
/// JSON Lines, mode 0600, appended to and never rewritten:
///
///     {"request_hash":"64 hex digits","reason":"no_choice","raw":"base64 of the answer's bytes"}
///
/// The keys come in this order, without spaces; a line ends with LF. A process that dies between the two steps
/// leaves a line whose request is still open; the same answer is then appended once more. One owner at a time.
package final class AsideFile {
  package let path: String
  private var file: AppendedFile?

  /// Nothing is written until there is something to keep.
  package init(path: String) { self.path = path }

  /// Appends answers and waits until they are on disk.
  package func keep(_ answers: [(requestHash: String, answer: UnreadableAnswer)]) throws {
    guard !answers.isEmpty else { return }
    let buffer = ByteBuffer()
    for (hash, answer) in answers {
      buffer.append(#"{"request_hash":"#)
      buffer.appendJSONString(hash)
      buffer.append(#","reason":"#)
      buffer.appendJSONString(answer.reason.rawValue)
      buffer.append(#","raw":""#)
      answer.raw.withUnsafeBufferPointer { buffer.appendBase64($0) }
      buffer.append("\"}\n")
    }
    try open().append(Array(buffer.bytes))
  }

  private func open() throws -> AppendedFile {
    if let file { return file }
    let opened = try AppendedFile(
      path: path, busy: "another sluice process is working with this file; wait for it")
    try opened.cutTornLine()
    file = opened
    return opened
  }
}

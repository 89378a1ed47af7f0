internal import SluiceCore
internal import SluiceIO
internal import SluiceLedger

/// The text a decision rests on, its span and the whole, read again from the input shard. Only on `--show-text`.
enum SpanText {
  /// - Throws: `IOFailure` if the shard cannot be read up to the line, or holds another text there.
  static func read(_ decision: DecisionRecord, inputPath: String, options: RunOptionsRecord) throws -> (
    span: String, text: [UInt8]
  ) {
    guard try !InputShard.isPipe(inputPath) else {
      throw IOFailure(.unreadable, path: inputPath, "the shard came through a pipe and cannot be read again")
    }
    let lines = try LineCursor(path: inputPath, options: options.readerOptions)
    while try lines.next() {
      guard lines.number == decision.key.line else { continue }
      let parser = DocumentParser(options.fields)
      guard case .success(let fields) = parser.parse(lines), ContentHash.of(fields.text) == decision.contentHash else {
        throw IOFailure(
          .changedWhileRead, path: inputPath, "line \(decision.key.line) no longer holds the text that was scored")
      }
      let scalars = String(decoding: fields.text, as: UTF8.self).unicodeScalars
      let span = String(
        String.UnicodeScalarView(scalars.dropFirst(decision.scalarSpan.lowerBound).prefix(decision.scalarSpan.count)))
      return (span, Array(fields.text))
    }
    throw IOFailure(.changedWhileRead, path: inputPath, "has no line \(decision.key.line) any more")
  }
}

internal import SluiceIO

/// Reads the documents of a mix's file.
package final class MixedLines {
  /// A line of a mix. Buffers are valid only during the call that passes it.
  package struct Line {
    /// In its file, from 1.
    package var number: Int
    package var text: UnsafeBufferPointer<UInt8>
    package var id: String
    package var source: String
    package var component: String
    package var run: Int
    /// `shard#line` in the run.
    package var originKey: String
    package var originScore: Int
    package var copy: Int
    package var stage: String
    package var style: String
    package var model: String
    package var prompt: String
    package var promptVersion: String
  }

  private let path: String
  // A parser finds four fields.
  private let document = LineParser(
    fields: FieldPaths(text: "text", id: "id", source: "source", url: "metadata.origin_key"), reservedKey: "")
  private let origin = LineParser(
    fields: FieldPaths(text: "metadata.component", id: "metadata.run", source: "metadata.stage", url: "metadata.style"),
    reservedKey: "")
  private let score = LineParser(
    fields: FieldPaths(
      text: "metadata.model", id: "metadata.origin_score", source: "metadata.prompt", url: "metadata.prompt_version"),
    reservedKey: "")
  private let copies = LineParser(
    fields: FieldPaths(text: "text", id: "metadata.copy", source: "", url: ""), reservedKey: "")

  package init(path: String) { self.path = path }

  /// - Throws: `IOFailure` if the file breaks, `MixFailure` if a line is none of a mix.
  package func forEachLine(_ body: (Line) throws -> Void) throws {
    var options = ShardReader.Options()
    options.maxLineBytes = 1 << 31
    let cursor = try LineCursor(path: path, options: options)
    while try cursor.next() {
      guard cursor.isWhole, let line = parse(cursor.bytes, cursor.number) else {
        throw MixFailure(path: path, "line \(cursor.number) is no document of a mix")
      }
      try body(line)
    }
  }

  private func parse(_ bytes: UnsafeBufferPointer<UInt8>, _ number: Int) -> Line? {
    guard case .success(let document) = document.parse(bytes), case .success(let origin) = origin.parse(bytes),
      case .success(let score) = score.parse(bytes), case .success(let copies) = copies.parse(bytes)
    else { return nil }
    func string(_ bytes: UnsafeBufferPointer<UInt8>?) -> String {
      bytes.map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
    guard let run = Int(string(origin.id)), let level = Int(string(score.id)), let copy = Int(string(copies.id)) else {
      return nil
    }
    return Line(
      number: number, text: document.text, id: string(document.id), source: string(document.source),
      component: string(origin.text), run: run, originKey: string(document.url), originScore: level, copy: copy,
      stage: string(origin.source), style: string(origin.url), model: string(score.text),
      prompt: string(score.source), promptVersion: string(score.url))
  }
}

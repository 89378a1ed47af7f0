internal import SluiceCore
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
  private let fields = FieldReader<MixLine.Field>()

  package init(path: String) { self.path = path }

  /// - Throws: `IOFailure` if the file breaks, `MixFailure` if a line is not one of a mix.
  package func forEachLine(_ body: (Line) throws -> Void) throws {
    var options = ShardReader.Options.known
    options.maxLineBytes = 1 << 31
    let cursor = try LineCursor(path: path, options: options)
    while try cursor.next() {
      guard let line = parse(cursor) else {
        throw MixFailure(path: path, "line \(cursor.number) is not a document of a mix")
      }
      try body(line)
    }
  }

  private func parse(_ cursor: LineCursor) -> Line? {
    guard case .success(let found) = fields.parse(cursor), let text = found[.text].bytes,
      let component = found[.component].string, let run = found[.run].integer, let copy = found[.copy].integer,
      let level = found[.originScore].integer
    else { return nil }
    func string(_ field: MixLine.Field) -> String { found[field].string ?? "" }
    return Line(
      number: cursor.number, text: text, id: string(.id), source: string(.source), component: component, run: run,
      originKey: string(.originKey), originScore: level, copy: copy, stage: string(.stage), style: string(.style),
      model: string(.model), prompt: string(.prompt), promptVersion: string(.promptVersion))
  }
}

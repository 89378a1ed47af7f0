internal import SluiceIO

/// The output of `annotate`: one record per line, each on disk before the next document is shown.
package final class AnnotationLog {
  package let path: String
  /// What the file held when it was opened.
  package let records: [AnnotationRecord]
  private let file: AppendedFile

  private static let largestFile = 1 << 30
  /// How every record begins: keys are sorted.
  private static let recordStart = Array(#"{"annotator":"#.utf8)

  /// Opens a file to continue where it ends, or creates it. A last line that a crash has torn is cut off.
  ///
  /// - Throws: `LabelledDataError` or `IOFailure` if the file holds something else, or is in use.
  package init(path: String) throws {
    self.path = path
    file = try AppendedFile(path: path, busy: "another annotator is writing this file; give each one of their own")
    let bytes = try SmallFile.bytes(of: path, limit: Self.largestFile)
    let (records, length) = try AnnotationRecord.read(bytes, path: path)
    guard zip(bytes[length...], Self.recordStart).allSatisfy(==) else {
      throw IOFailure(.corrupt, path: path, "the last line is not an annotation; name another file with --output")
    }
    try file.cut(to: length)
    self.records = records
  }

  /// Appends records and waits until they are on disk.
  package func append(_ records: [AnnotationRecord]) throws { try file.append(records.flatMap { try $0.line() }) }
}

internal import SluiceClassifier
internal import SluiceIO

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The output of `annotate`: a record a line, each on disk before the next document is shown. Locked
/// while it is open, and readable by its owner only.
final class AnnotationLog {
  let path: String
  /// What the file held when it was opened.
  let records: [AnnotationRecord]
  private let descriptor: Int32

  private static let largestFile = 1 << 30
  /// How every record begins: keys are sorted.
  private static let recordStart = Array(#"{"annotator":"#.utf8)

  /// Opens a file to go on where it ends, or creates it. A last line that a crash has torn is cut off.
  ///
  /// - Throws: `LabelledDataError` or `IOFailure` if the file holds something else, or is in use.
  init(path: String) throws {
    self.path = path
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Self.failure(path, "cannot open the file") }
    do {
      records = try Self.takeUp(descriptor, path)
    } catch {
      close(descriptor)
      throw error
    }
    self.descriptor = descriptor
  }

  /// Locks the file, reads what it holds, and goes to where it ends.
  private static func takeUp(_ descriptor: Int32, _ path: String) throws -> [AnnotationRecord] {
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw IOFailure(.unwritable, path: path, "another annotator is writing this file; give each one of their own")
    }
    let file = try SmallFile.bytes(of: path, limit: largestFile)
    let (records, length) = try AnnotationRecord.read(file, path: path)
    guard zip(file[length...], recordStart).allSatisfy(==) else {
      throw IOFailure(.corrupt, path: path, "the last line is no annotation; name another file with --output")
    }
    guard ftruncate(descriptor, off_t(length)) == 0, lseek(descriptor, 0, SEEK_END) >= 0 else {
      throw failure(path, "cannot go on where the file ends")
    }
    return records
  }

  deinit { close(descriptor) }

  /// Appends a record and waits until it is on disk.
  func append(_ record: AnnotationRecord) throws { try append([record]) }

  /// Appends records and waits until all of them are on disk.
  func append(_ records: [AnnotationRecord]) throws {
    let line = try records.flatMap { try $0.line() }
    var done = 0
    while done < line.count {
      let count = line.withUnsafeBytes { write(descriptor, $0.baseAddress! + done, line.count - done) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw Self.failure(path, "writing failed") }
      done += count
    }
    guard fsync(descriptor) == 0 else { throw Self.failure(path, "flushing to disk failed") }
  }

  private static func failure(_ path: String, _ action: String) -> IOFailure {
    IOFailure(.unwritable, path: path, "\(action): \(String(cString: strerror(errno)))")
  }
}

internal import SluiceCore

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// A small file replaced in one step and readable by everybody: collectors run as other users, and it
/// holds counts only. A device or a pipe in its place is written to.
package enum MetricsFile {
  package struct Unwritable: Error, CustomStringConvertible {
    package var path: String
    package var reason: String
    package var description: String {
      "\(path.shown): cannot write the metrics: \(reason); check the folder given to --metrics-file"
    }
  }

  package static func write(_ text: String, to path: String) throws {
    let target = try OutputFile.target(of: path)
    guard case .file(let path) = target else {
      return try OutputFile.pour(Array(text.utf8), into: target, named: path)
    }
    // Not ending in .prom, so that collectors pass over it.
    let temporary = path + ".tmp"
    guard let file = withFileSystemPath(temporary, { fopen($0, "w") }) else {
      throw Unwritable(path: temporary, reason: Self.reason)
    }
    let written = fputs(text, file) >= 0
    withFileSystemPath(temporary) { _ = chmod($0, 0o644) }
    guard fclose(file) == 0, written, Folders.rename(temporary, to: path) else {
      throw Unwritable(path: path, reason: Self.reason)
    }
  }

  private static var reason: String { String(cString: strerror(errno)) }
}

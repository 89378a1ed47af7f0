internal import SluiceCore

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// A file that the user has named to be written, such as a manifest. What is there is respected:
///
/// - Nothing, or a regular file: the file is replaced in one step.
/// - A link: the same is done to what it leads to; the link stays.
/// - A device, a pipe or a terminal: it is opened and written to. `/dev/stdout`, `/dev/stderr` and `/dev/fd/N` are the
///   open descriptors of this process.
package enum OutputFile {
  /// Where the bytes go.
  package enum Target: Hashable {
    /// A regular file, or nothing yet, behind all links.
    case file(String)
    case descriptor(Int32)
    /// A device or a pipe.
    case other(String)
  }

  /// How long a pipe may be without a reader.
  static let longestWait = 10.0

  /// - Throws: `IOFailure` for folders and for links that lead nowhere.
  package static func target(of path: String) throws -> Target {
    if let descriptor = descriptor(path) { return .descriptor(descriptor) }
    var path = path
    for _ in 0..<40 {
      var status = stat()
      guard withFileSystemPath(path, { lstat($0, &status) }) == 0 else {
        // What cannot be made there, its making says.
        guard errno == ENOENT || errno == ENOTDIR else {
          throw systemFailure(.unwritable, path: path, "cannot look for the file")
        }
        return .file(path)
      }
      switch status.st_mode & S_IFMT {
      case S_IFREG: return .file(path)
      case S_IFDIR: throw IOFailure(.unwritable, path: path, "this is a folder; name a file")
      case S_IFLNK:
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = buffer.withUnsafeMutableBytes { buffer in
          withFileSystemPath(path) {
            readlink($0, buffer.baseAddress!.assumingMemoryBound(to: CChar.self), buffer.count)
          }
        }
        guard count > 0 else { throw systemFailure(.unwritable, path: path, "cannot read the link") }
        let destination = String(fileSystemBytes: buffer[..<count])
        if let descriptor = descriptor(destination) { return .descriptor(descriptor) }
        let folder = Folders.parent(of: path).map { $0 + "/" } ?? (Name(path).hasPrefix("/") ? "/" : "")
        path = Name(destination).hasPrefix("/") ? destination : folder + destination
      default: return .other(path)
      }
    }
    throw IOFailure(.unwritable, path: path, "its links lead round in a circle")
  }

  /// The number in the name of an open descriptor.
  private static func descriptor(_ path: String) -> Int32? {
    if path == "/dev/stdout" { return 1 }
    if path == "/dev/stderr" { return 2 }
    for folder in ["/dev/fd/", "/proc/self/fd/"] where path.hasPrefix(folder) {
      return Int32(path.dropFirst(folder.count)).flatMap { $0 >= 0 ? $0 : nil }
    }
    return nil
  }

  /// Writes a file, readable by its owner only where it is new.
  ///
  /// - Throws: `IOFailure` unless everything was written.
  package static func write(_ bytes: [UInt8], to path: String) throws {
    let target = try target(of: path)
    if case .file(let file) = target { return try Folders.writeAtomically(bytes, to: file) }
    try pour(bytes, into: target, named: path)
  }

  /// Writes to what cannot be replaced.
  package static func pour(_ bytes: [UInt8], into target: Target, named path: String) throws {
    let descriptor: Int32
    switch target {
    case .descriptor(let number): descriptor = dup(number)
    case .file(let other), .other(let other): descriptor = try openPatiently(other)
    }
    guard descriptor >= 0 else { throw systemFailure(.unwritable, path: path, "cannot open the file") }
    defer { close(descriptor) }
    try withoutPipeSignal {
      var done = 0
      while done < bytes.count {
        let count = bytes.withUnsafeBytes { raw in
          retrying { systemWrite(descriptor, raw.baseAddress! + done, raw.count - done) }
        }
        guard count >= 0 else { throw systemFailure(.unwritable, path: path, "writing failed") }
        done += count
      }
    }
  }

  /// Opens for writing; waits a while for somebody to read from a pipe, and not for ever.
  private static func openPatiently(_ path: String) throws -> Int32 {
    let start = ContinuousClock.now
    while true {
      let descriptor = withFileSystemPath(path) { systemOpen($0, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) }
      if descriptor >= 0 {
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK)
        return descriptor
      }
      guard errno == ENXIO else { return descriptor }
      guard ContinuousClock.now - start < .seconds(longestWait) else {
        throw IOFailure(.unwritable, path: path, "no program reads from this pipe")
      }
      usleep(20_000)
    }
  }

  /// A reader that goes away is then a failed write, not the end of the program.
  private static func withoutPipeSignal(_ body: () throws -> Void) rethrows {
    var pipe = sigset_t()
    var before = sigset_t()
    sigemptyset(&pipe)
    sigaddset(&pipe, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &pipe, &before)
    defer {
      // Ours, if there is one: it is sent to the thread that writes.
      var none = timespec()
      while sigtimedwait(&pipe, nil, &none) > 0 {}
      pthread_sigmask(SIG_SETMASK, &before, nil)
    }
    try body()
  }
}

private func systemWrite(_ descriptor: Int32, _ base: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, base, count)
}

private func systemOpen(_ path: UnsafePointer<CChar>, _ flags: Int32) -> Int32 { open(path, flags) }

internal import Foundation

/// A named pipe whose reader gets the bytes in pieces.
public enum PipeFeed {
  /// Writes each piece only when the one before it has been read, so that every piece is a read of its own.
  private static func write(_ bytes: [UInt8], inPiecesOf size: Int, to path: String) {
    // A reader that fails closes the pipe, which must not end all tests.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    let pipe = open(path, O_WRONLY)
    defer { close(pipe) }
    for start in stride(from: 0, to: bytes.count, by: size) {
      let piece = bytes[start..<min(start + size, bytes.count)]
      guard piece.withUnsafeBytes({ Foundation.write(pipe, $0.baseAddress, $0.count) }) == piece.count else { return }
      var unread: Int32 = 1
      while ioctl(pipe, UInt(FIONREAD), &unread) == 0, unread > 0 { sched_yield() }
    }
  }

  /// Makes a named pipe, and writes to it from a thread of its own.
  public static func start(_ bytes: [UInt8], inPiecesOf size: Int, through path: String) throws {
    guard mkfifo(path, 0o600) == 0 else { throw Failed(description: "\(path): cannot make a pipe") }
    Thread.detachNewThread { write(bytes, inPiecesOf: size, to: path) }
  }
}

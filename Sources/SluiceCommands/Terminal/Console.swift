internal import Logging
internal import SluiceCore
internal import SluiceReport

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Results go to standard output, everything else to standard error.
enum Console {
  /// Writes a result for people: whatever steers a terminal is escaped (docs/decisions/0080-names-are-bytes.md).
  static func out(_ text: String) { data(paint.isOn ? shownWithColours(text) : text.shownLines) }

  /// Writes a result for programs, such as JSON and CSV, as it is. A closed pipe ends the program quietly (SIGPIPE keeps
  /// its default action). Any other failure (a full disk, a closed descriptor) ends it with a message: a result that
  /// nobody got must not look like success.
  static func data(_ text: String) {
    var text = text
    text.withUTF8 { data($0) }
  }

  static func data(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let code = write(bytes, to: 1), code != EPIPE else { return }
    error("sluice: cannot write the result to standard output: \(String(cString: strerror(code)))\n")
    exit(1)
  }

  /// Writes a message: whatever steers a terminal is escaped.
  static func error(_ text: String) { errorData(text.shownLines) }

  /// Writes to standard error what is our own: JSON, and lines that are drawn.
  static func errorData(_ text: String) {
    var text = text
    _ = text.withUTF8 { write($0, to: 2) }
  }

  /// The text with our own colours, and nothing else that steers.
  private static func shownWithColours(_ text: String) -> String {
    text.split(separator: "\u{1b}", omittingEmptySubsequences: false).enumerated().map { index, part in
      guard index > 0 else { return part.shownLines }
      let end = part.unicodeScalars.firstIndex { !"[0123456789;".unicodeScalars.contains($0) } ?? part.endIndex
      let isColour = part.hasPrefix("[") && end < part.endIndex && part.unicodeScalars[end] == "m"
      return (isColour ? "\u{1b}" : "\\x1B") + part.shownLines
    }.joined()
  }

  /// - Returns: the system's error code; nil if all was written.
  private static func write(_ bytes: UnsafeBufferPointer<UInt8>, to descriptor: Int32) -> Int32? {
    var rest = UnsafeRawBufferPointer(bytes)
    while !rest.isEmpty {
      let count = Int(systemWrite(descriptor, rest.baseAddress, rest.count))
      if count < 0 {
        if errno == EINTR { continue }
        return errno
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
    return nil
  }

  /// Colours on standard output: on a terminal, unless `NO_COLOR` is set to anything.
  static var paint: Paint {
    let refused = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
    return Paint(isatty(1) == 1 && !refused)
  }

  static var errorIsTerminal: Bool { isatty(2) == 1 }

  /// Columns of the terminal on standard error; 80 where it does not tell.
  static var width: Int {
    var size = winsize()
    return ioctl(2, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }
}

private func systemWrite(_ descriptor: Int32, _ base: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, base, count)
}

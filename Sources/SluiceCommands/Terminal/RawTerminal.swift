internal import Dispatch
internal import SluiceIO
internal import Synchronization

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The terminal on standard input and output, a key at a time on a screen of its own. What was on it
/// before comes back when this goes.
final class RawTerminal {
  enum Event {
    case bytes([UInt8])
    /// Nothing came for a while.
    case idle
    /// The terminal went away, or a signal asks to stop.
    case closed
  }

  private let before: termios
  private var signals: [any DispatchSourceSignal] = []
  private let stop = StopRequest()

  /// - Throws: `IOFailure` if standard input and output are not a terminal.
  init() throws {
    var before = termios()
    // `self` is not whole yet: if this throws, there is no `deinit` that writes to something that is not a terminal.
    guard isatty(0) == 1, isatty(1) == 1, tcgetattr(0, &before) == 0 else {
      throw IOFailure(
        .unreadable, path: "(terminal)", "standard input and output must be a terminal; run it in one, without pipes")
    }
    self.before = before
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: DispatchQueue(label: "sluice.terminal"))
      source.setEventHandler { @Sendable [stop] in stop.requested.store(true, ordering: .relaxed) }
      source.activate()
      signals.append(source)
    }
    var raw = before
    cfmakeraw(&raw)
    tcsetattr(0, TCSAFLUSH, &raw)
    // The other screen, without a cursor.
    show("\u{1b}[?1049h\u{1b}[?25l\u{1b}[2J")
  }

  deinit {
    show("\u{1b}[?25h\u{1b}[?1049l")
    var before = before
    tcsetattr(0, TCSAFLUSH, &before)
    for source in signals { source.cancel() }
  }

  /// Whether a signal asked to stop.
  var isStopped: Bool { stop.requested.load(ordering: .relaxed) }

  func show(_ text: String) { Console.data(text) }

  /// Rows and columns now.
  var size: (rows: Int, columns: Int) {
    var size = winsize()
    guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 0, size.ws_col > 0 else { return (24, 80) }
    return (Int(size.ws_row), Int(size.ws_col))
  }

  /// Waits for keys.
  func next(milliseconds: Int32) -> Event {
    if isStopped { return .closed }
    var descriptor = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
    let ready = poll(&descriptor, 1, milliseconds)
    if ready == 0 || (ready < 0 && errno == EINTR) { return isStopped ? .closed : .idle }
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = read(0, &bytes, bytes.count)
    if count < 0, errno == EINTR || errno == EAGAIN { return .idle }
    return count > 0 ? .bytes(Array(bytes.prefix(count))) : .closed
  }
}

private final class StopRequest: Sendable {
  let requested = Atomic(false)
}

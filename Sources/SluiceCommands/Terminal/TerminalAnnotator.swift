internal import SluiceTraining

/// Runs an annotation session on the terminal: keys in, screens and records out.
struct TerminalAnnotator {
  var session: AnnotationSession
  let log: AnnotationLog
  private var screen = AnnotationScreen()
  private var keys = KeyDecoder()

  init(session: AnnotationSession, log: AnnotationLog) {
    self.session = session
    self.log = log
  }

  /// Judges documents until none is left or the annotator stops.
  ///
  /// - Returns: how many were judged, and whether a signal or the terminal's end stopped it.
  /// - Throws: `IOFailure` if there is no terminal or a record cannot be written.
  mutating func run() throws -> (judged: Int, interrupted: Bool) {
    var judged = 0
    guard session.question != .finished else { return (0, false) }
    let terminal = try RawTerminal()
    var drawn: (rows: Int, columns: Int)?
    while session.question != .finished {
      let size = terminal.size
      if drawn == nil || drawn! != size {
        (screen.rows, screen.columns) = size
        terminal.show(screen.render(session))
        drawn = size
      }
      let pressed: [TerminalKey]
      switch terminal.next(milliseconds: keys.isWaiting ? 50 : 250) {
      case .bytes(let bytes): pressed = keys.decode(bytes)
      case .idle: pressed = keys.flush()
      case .closed:
        judged += try write(session.press(.end))
        return (judged, true)
      }
      for key in pressed { judged += try press(key) }
      if !pressed.isEmpty { drawn = nil }
    }
    return (judged, false)
  }

  private mutating func press(_ key: TerminalKey) throws -> Int {
    switch key {
    case .session(.character(" ")) where session.question != .reason: screen.scroll(.pageDown)
    case .session(let key): return try write(session.press(key))
    default: screen.scroll(key)
    }
    return 0
  }

  private func write(_ actions: [AnnotationSession.Action]) throws -> Int {
    var written = 0
    for case .write(let record) in actions {
      try log.append([record])
      written += 1
    }
    return written
  }
}

internal import Dispatch
internal import SluiceIO

/// Calls back every so often, with the seconds gone by, until it is stopped.
final class Ticker {
  private let timer: any DispatchSourceTimer
  private let queue: DispatchQueue

  init(_ name: String, every seconds: Double, _ tick: @escaping @Sendable (_ seconds: Double) -> Void) {
    OutOfMemory.expectThreads(2)
    let start = ContinuousClock.now
    let interval = DispatchTimeInterval.milliseconds(Int(seconds * 1000))
    queue = DispatchQueue(label: "sluice." + name)
    timer = DispatchSource.makeTimerSource(queue: queue)
    timer.schedule(deadline: .now() + interval, repeating: interval)
    timer.setEventHandler { @Sendable in tick((ContinuousClock.now - start) / .seconds(1)) }
    timer.activate()
  }

  /// Nothing is called afterwards.
  func stop() {
    timer.cancel()
    queue.sync {}
  }
}

/// One line on the terminal, redrawn a few times a second during the work.
final class TerminalLine {
  private let ticker: Ticker

  init(_ line: @escaping @Sendable (_ seconds: Double) -> String) {
    ticker = Ticker("terminal", every: 0.2) { seconds in
      Console.errorData("\r" + line(seconds).prefix(Console.width - 1) + "\u{1b}[K")
    }
  }

  /// Wipes the line. Nothing is drawn afterwards.
  func finish() {
    ticker.stop()
    Console.errorData("\r\u{1b}[K")
  }
}

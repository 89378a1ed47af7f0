internal import Dispatch
internal import SluiceIO
internal import SluicePipeline

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Turns SIGINT and SIGTERM into an orderly stop. A second SIGINT ends the process at once, a second SIGTERM does
/// not: schedulers send it to every process of a job, and wrappers pass it on once more.
final class StopSignals {
  private var sources: [any DispatchSourceSignal] = []

  /// - Parameter finishing: what is still done before the program ends.
  init(_ progress: Progress, finishing: String = "finishing the chunks in hand") {
    // One that waits for signals, and one for what they ask.
    OutOfMemory.expectThreads(2)
    for number in [SIGINT, SIGTERM] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: DispatchQueue(label: "sluice.signals"))
      source.setEventHandler { @Sendable in
        if progress.isStopping {
          if number == SIGINT { _exit(130) }
          return
        }
        progress.stop()
        Console.error("\nsluice: \(finishing); interrupt again to stop at once\n")
      }
      source.activate()
      sources.append(source)
    }
  }

  deinit { for source in sources { source.cancel() } }
}

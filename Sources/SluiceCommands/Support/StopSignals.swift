internal import Dispatch
internal import SluicePipeline

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Turns SIGINT and SIGTERM into an orderly stop; a second signal ends the process at once.
final class StopSignals {
  private var sources: [any DispatchSourceSignal] = []

  /// - Parameter finishing: what is still done before the program ends.
  init(_ progress: Progress, finishing: String = "finishing the chunks in hand") {
    for number in [SIGINT, SIGTERM] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: DispatchQueue(label: "sluice.signals"))
      source.setEventHandler { @Sendable in
        if progress.isStopping { _exit(130) }
        progress.stop()
        Console.error("\nsluice: \(finishing); interrupt again to stop at once\n")
      }
      source.activate()
      sources.append(source)
    }
  }

  deinit { for source in sources { source.cancel() } }
}

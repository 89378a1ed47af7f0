#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// What happens when the system has no memory left: one sentence and exit code 1. Nothing is flushed or
/// committed on the way out; the next run continues from the last checkpoint, as after a kill.
enum OutOfMemory {
  static func end(wanted: String) -> Never {
    var message =
      "sluice: out of memory (\(wanted) wanted); lower --max-line-bytes or --jobs, or find more memory, and run again\n"
    message.withUTF8 { _ = write(2, $0.baseAddress, $0.count) }
    _exit(1)
  }
}

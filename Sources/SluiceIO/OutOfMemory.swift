#if canImport(Darwin)
  internal import Darwin
#else
  internal import CLinux
  internal import Glibc
#endif

/// What happens when the system has no memory left: one sentence and exit code 1. Nothing is flushed or
/// committed on the way out; the next run continues from the last checkpoint, as after a kill.
package enum OutOfMemory {
  static func end(wanted: String) -> Never {
    var message =
      "sluice: out of memory (\(wanted) wanted); lower --max-line-bytes or --jobs, or find more memory, and run again\n"
    message.withUTF8 { _ = write(2, $0.baseAddress, $0.count) }
    _exit(1)
  }

  /// Whether the process's memory is limited (`ulimit -v`), so that even small requests can be refused.
  private static let isLimited: Bool = {
    var limit = rlimit()
    return getrlimit(addressSpace, &limit) == 0 && limit.rlim_cur != rlim_t.max && limit.rlim_cur < 1 << 40
  }()

  #if canImport(Glibc)
    private static let addressSpace = __rlimit_resource_t(RLIMIT_AS.rawValue)
  #else
    private static let addressSpace = RLIMIT_AS
  #endif

  /// Prepares for requests that the system may refuse. The Swift runtime and C++ libraries then abort or use what they
  /// did not get; such a signal becomes the sentence, if memory is short indeed. Does nothing without a limit.
  package static func prepare() {
    guard isLimited else { return }
    #if canImport(Glibc)
      // Else each thread reserves an arena of 64 MiB.
      _ = mallopt(SLUICE_MALLOC_ARENA_MAX, 1)
    #endif
    for number in [SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGTRAP] {
      signal(number) { number in
        let message: StaticString =
          "sluice: out of memory; lower --max-line-bytes or --jobs, or find more memory, and run again\n"
        if OutOfMemory.canMap(OutOfMemory.short) {
          signal(number, SIG_DFL)
          raise(number)
        } else {
          _ = write(2, message.utf8Start, message.utf8CodeUnitCount)
          _exit(1)
        }
      }
    }
  }

  /// Free memory below which a crash is taken for a refused request.
  private static let short = 96 << 20

  /// Makes sure that threads can be started: libdispatch waits for ever for one that the system refuses.
  ///
  /// - Parameter count: of threads, each with its stack.
  package static func expectThreads(_ count: Int) {
    guard isLimited, !canMap(count * (9 << 20)) else { return }
    end(wanted: "\(count) threads")
  }

  /// Async-signal-safe.
  private static func canMap(_ bytes: Int) -> Bool {
    guard let memory = mmap(nil, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), memory != MAP_FAILED else {
      return false
    }
    munmap(memory, bytes)
    return true
  }
}

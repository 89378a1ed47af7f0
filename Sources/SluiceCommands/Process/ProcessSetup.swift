internal import SluiceIO

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Makes sure of what a command needs of its process, however it was started.
enum ProcessSetup {
  static func prepare() {
    crashWithoutBacktrace()
    OutOfMemory.prepare()
    // A file over the size limit (ulimit -f) is then a failed write, with a path and a remedy, and not a
    // signal without a word.
    signal(SIGXFSZ, SIG_IGN)
    keepOwnFilesReadable()
    occupyStandardDescriptors()
    raiseFileLimit()
  }

  /// Takes back the handlers of the Swift runtime, which the user's SWIFT_BACKTRACE may have switched on before `main`:
  /// a backtrace prints the memory that registers point at, and that may be the text of a document.
  private static func crashWithoutBacktrace() {
    for number in [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGQUIT] { signal(number, SIG_DFL) }
  }

  /// The umask may keep files from others, but not from the user who makes them: a folder that its owner cannot enter
  /// would end the run, and the promise is 0700 and 0600 whatever the umask is.
  private static func keepOwnFilesReadable() { umask(umask(0o077) & 0o077) }

  /// A worker holds up to seven files open, a group of finished shards hundreds: the limit that most shells set
  /// (1,024) is too low for many cores, and every process may raise it to what the system allows.
  private static func raiseFileLimit() {
    let wanted: rlim_t = 65_536
    var limit = rlimit()
    guard getrlimit(openFiles, &limit) == 0, limit.rlim_cur < wanted else { return }
    limit.rlim_cur = min(wanted, limit.rlim_max)
    _ = setrlimit(openFiles, &limit)
    // With fewer even the runtime's own threads fail, and without a word.
    guard limit.rlim_cur < 32 else { return }
    Console.error("sluice: the limit on open files is \(limit.rlim_cur); raise it (ulimit -n 256)\n")
    _exit(1)
  }

  #if canImport(Glibc)
    private static let openFiles = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
  #else
    private static let openFiles = RLIMIT_NOFILE
  #endif

  /// Makes sure that 0, 1 and 2 are taken. Were one of them closed, the next file opened would get its
  /// number, and a message meant for people would be written into a queue or the ledger. The stand-ins
  /// refuse what the closed descriptor would have refused.
  private static func occupyStandardDescriptors() {
    for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) == -1 {
      let standIn = open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY)
      // The lowest free number is the one that is missing; without /dev/null there is nothing to be done.
      guard standIn == descriptor else { _exit(1) }
    }
  }
}

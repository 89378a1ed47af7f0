#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// What has to hold before a command runs, whoever started the process.
enum ProcessSetup {
  static func prepare() {
    // A file over the size limit (ulimit -f) is then a failed write, with a path and a remedy, and not a
    // signal without a word.
    signal(SIGXFSZ, SIG_IGN)
    occupyStandardDescriptors()
  }

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

internal import Synchronization

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Places where a run touches the disk (a transaction counts twice: before and after), so that tests can make the
/// n-th touch fail, or end or pause the process there. Without the environment variable `SLUICE_FAULT` this is one
/// load and a branch.
///
/// `SLUICE_FAULT=MODE:N`: at the N-th touch (from 1), `fail` reports an I/O error, `full` reports a full disk and
/// `kill` ends the process as `kill -9` does; `crash` ends it as a fault in the program would; `pause` stops it as `kill -STOP` does, at that touch and every later one.
public enum FaultPoint: String, Sendable {
  /// Writing to a file, flushing it, renaming it, and committing to the ledger.
  case write, sync, rename, transaction

  private static let plan: (mode: String, at: Int)? = {
    guard let value = getenv("SLUICE_FAULT") else { return nil }
    let parts = String(cString: value).split(separator: ":")
    let modes: [Substring] = ["fail", "kill", "crash", "full", "pause"]
    guard parts.count == 2, let at = Int(parts[1]), modes.contains(parts[0]) else { return nil }
    return (String(parts[0]), at)
  }()
  private static let touches = Atomic<Int>(0)

  /// Counts one touch, and does there what `SLUICE_FAULT` asks for.
  ///
  /// - Throws: `IOFailure` for the modes `fail` and `full`.
  public static func hit(_ point: FaultPoint, path: String) throws {
    guard let plan else { return }
    let touch = touches.wrappingAdd(1, ordering: .relaxed).newValue
    guard touch == plan.at || (touch > plan.at && plan.mode == "pause") else { return }
    switch plan.mode {
    case "pause": kill(getpid(), SIGSTOP)
    case "kill": kill(getpid(), SIGKILL)
    case "crash": raise(SIGILL)
    case "full": throw systemFailure(.unwritable, path: path, "\(point.rawValue) failed (injected)", code: ENOSPC)
    default: throw systemFailure(.unwritable, path: path, "\(point.rawValue) failed (injected)", code: EIO)
    }
  }
}

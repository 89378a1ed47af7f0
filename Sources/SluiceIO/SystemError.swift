#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The last failed system call, as an `IOFailure` with the system's own words.
package func systemFailure(_ kind: IOFailure.Kind, path: String, _ action: String, code: Int32 = errno) -> IOFailure {
  let reason = String(cString: strerror(code))
  switch code {
  case ENOENT: return IOFailure(.notFound, path: path, "\(action): no such file or folder; check the path")
  case ENOSPC, EDQUOT, EFBIG:
    return IOFailure(.diskFull, path: path, "\(action): \(reason); free some space and run the same command again")
  case EMFILE, ENFILE, ENOMEM:
    return IOFailure(
      .exhausted, path: path, "\(action): \(reason); raise the limit (ulimit -n) or lower --jobs, and run again")
  default:
    let remedy = kind == .unwritable ? "; choose another place, or make this one writable" : ""
    return IOFailure(kind, path: path, "\(action): \(reason)\(remedy)")
  }
}

/// Repeats a system call while signals interrupt it.
@inline(__always)
package func retrying(_ call: () -> Int) -> Int {
  while true {
    let result = call()
    if result != -1 || errno != EINTR { return result }
  }
}

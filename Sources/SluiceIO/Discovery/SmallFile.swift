#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Whole files that are small by nature: manifests, policies, term lists.
public enum SmallFile {
  /// - Parameter limit: largest size accepted, in bytes.
  public static func bytes(of path: String, limit: Int) throws -> [UInt8] {
    let descriptor = try RegularFile.open(path)
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = retrying { read(descriptor, &block, block.count) }
      guard count >= 0 else { throw systemFailure(.unreadable, path: path, "reading failed") }
      if count == 0 { return bytes }
      bytes.append(contentsOf: block[0..<count])
      guard bytes.count <= limit else { throw IOFailure(.unreadable, path: path, "larger than \(limit) bytes") }
    }
  }
}

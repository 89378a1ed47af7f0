/// The digest of a whole file.
public enum FileDigest {
  /// SHA-256 in lower-case hex.
  public static func sha256(of path: String) throws -> String {
    let source = try FileSource(path: path, hashing: true)
    try source.drain()
    return source.sha256!
  }
}

/// The digest of a whole file.
public enum FileDigest {
  /// SHA-256 in lower-case hex.
  ///
  /// - Parameter pipes: whether the path may be a pipe, which is read to its end.
  public static func sha256(of path: String, pipes: Bool = false) throws -> String {
    let source = try FileSource(path: path, hashing: true, regular: !pipes)
    try source.drain()
    return source.sha256!
  }
}

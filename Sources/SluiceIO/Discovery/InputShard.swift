public import SluiceCore

/// One shard of a corpus, found but not yet read.
public struct InputShard: Sendable, Hashable {
  /// Path below the common root of the inputs, `/`-separated, with the file's own suffix: the first
  /// half of every document key.
  public var path: Name
  /// Where it is read.
  public var inputPath: String
  /// Bytes on disk; 0 for a pipe.
  public var bytes: Int
  /// Modification time in nanoseconds since 1970.
  public var modified: Int64
  /// What a manifest promises about it.
  public var expected: Expectation?
  /// Whether its bytes come only once: a named pipe, or `-` for standard input.
  public var isPipe = false

  /// What a manifest says about a shard; nil where it says nothing.
  public struct Expectation: Sendable, Hashable {
    /// Lines, blank ones excluded.
    public var rows: Int?
    /// Compressed bytes.
    public var bytes: Int?
    /// Lower-case hex of the compressed file.
    public var sha256: String?

    public init(rows: Int? = nil, bytes: Int? = nil, sha256: String? = nil) {
      self.rows = rows
      self.bytes = bytes
      self.sha256 = sha256
    }
  }

  public init(path: Name, inputPath: String, bytes: Int, modified: Int64, expected: Expectation? = nil) {
    self.path = path
    self.inputPath = inputPath
    self.bytes = bytes
    self.modified = modified
    self.expected = expected
  }

  /// The shard as it is on disk now. One that has vanished or cannot be read fails by itself, when its turn comes.
  public func seen() throws -> InputShard {
    if isPipe { return self }
    let status: FileTree.Status?
    do {
      status = try FileTree.status(inputPath)
    } catch let failure as IOFailure where failure.kind != .exhausted {
      status = nil
    }
    var shard = self
    shard.bytes = status?.bytes ?? 0
    shard.modified = status?.modified ?? 0
    return shard
  }

  /// A shard that comes through a pipe.
  public init(pipe inputPath: String, named path: Name) {
    self.init(path: path, inputPath: inputPath, bytes: 0, modified: 0)
    isPipe = true
  }

  /// Whether a path is a pipe, which can be read only once.
  package static func isPipe(_ inputPath: String) throws -> Bool {
    try inputPath == "-" || FileTree.status(inputPath)?.kind == .other
  }
}

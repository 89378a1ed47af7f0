internal import SluiceCore

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The shards of a corpus, from what the command line names.
public struct InputSet: Sendable {
  /// In byte order of their paths, each once.
  public var shards: [InputShard]
  /// Files found in folders that are not shards by name or content, by path.
  public var ignored: [String]

  /// Finds shards.
  ///
  /// - Parameters:
  ///   - inputs: files, folders (searched for shards, hidden files and folders left out), and globs.
  ///   - manifest: a file that lists shards.
  ///   - excluding: a folder not to search, such as the run's own output.
  ///   - trustsSizes: whether shards whose size the manifest tells are not looked for: they may be on other
  ///     machines. The code that reads one calls `InputShard.seen`.
  /// - Throws: `IOFailure`: an input that matches nothing or cannot be read, or no shards at all.
  public init(
    _ inputs: [String], manifest: String? = nil, excluding: String? = nil, trustsSizes: Bool = false
  ) throws {
    let excluded = try excluding.flatMap { try FileTree.status($0) == nil ? nil : FileTree.canonical($0) }
    var found: [Name: InputShard.Expectation?] = [:]
    var roots: [Name] = []
    var unseen: [Name: InputShard] = [:]
    ignored = []
    for input in inputs {
      try Self.collect(input, excluding: excluded, into: &found, roots: &roots, ignored: &ignored)
    }
    if let manifest {
      let folder = trustsSizes ? try FileTree.canonical(Folders.parent(of: manifest) ?? ".") : ""
      for entry in try Manifest(path: manifest, in: trustsSizes ? folder : nil).entries {
        if trustsSizes, let bytes = entry.expected?.bytes {
          let path = Name(FileTree.normalised(entry.path))
          unseen[path] = InputShard(path: "", inputPath: path.text, bytes: bytes, modified: 0, expected: entry.expected)
          roots.append(path.parent ?? "/")
          continue
        }
        guard let status = try FileTree.status(entry.path) else {
          throw IOFailure(
            .notFound, path: entry.path, "listed in \(manifest.shown), but there is no such file; correct the list")
        }
        guard status.kind == .file else { throw IOFailure(.unreadable, path: entry.path, "not a regular file") }
        let path = Name(try FileTree.canonical(entry.path))
        found[path] = entry.expected
        roots.append(path.parent ?? "/")
      }
    }
    guard !found.isEmpty || !unseen.isEmpty else {
      throw IOFailure(
        .noInput, path: inputs.joined(separator: " "),
        "no shards found (looked for JSON Lines, \(Compression.names), by content)")
    }
    let root = Self.commonFolder(roots)
    func name(_ path: Name) -> Name { path.removing(prefix: root == "/" ? "/" : root.text + "/")! }
    shards = try found.map { path, expected in
      try InputShard(path: name(path), inputPath: path.text, bytes: 0, modified: 0, expected: expected).seen()
    }
    for (path, var shard) in unseen where found[path] == nil {
      shard.path = name(path)
      shards.append(shard)
    }
    ignored.sort { Name($0) < Name($1) }
    shards.sort { $0.path < $1.path }
  }

  /// One shard from a pipe.
  public init(pipe shard: InputShard) {
    shards = [shard]
    ignored = []
  }

  private static func collect(
    _ input: String, excluding excluded: String?, into found: inout [Name: InputShard.Expectation?],
    roots: inout [Name], ignored: inout [String]
  ) throws {
    switch try FileTree.status(input)?.kind {
    case .other:
      throw IOFailure(.unreadable, path: input, "a pipe must be the only INPUT")
    case .file:
      let path = Name(try FileTree.canonical(input))
      found.updateValue(nil, forKey: path)
      roots.append(path.parent ?? "/")
    case .folder:
      let folder = try FileTree.canonical(input)
      roots.append(Name(folder))
      var any = false
      let (files, others) = try FileTree.files(below: folder, excluding: excluded)
      ignored += others
      for path in files {
        if try looksLikeShard(path) {
          found.updateValue(nil, forKey: Name(path))
          any = true
        } else {
          ignored.append(path)
        }
      }
      guard any else {
        throw IOFailure(
          .noInput, path: input,
          "the folder contains no shards (looked for JSON Lines, \(Compression.names), by content); name another INPUT")
      }
    case nil:
      guard Glob.hasWildcard(input) else {
        throw IOFailure(.notFound, path: input, "no such file or folder; check the path of this INPUT")
      }
      let glob = Glob(input)
      let files = try glob.files()
      guard !files.isEmpty else {
        throw IOFailure(
          .noInput, path: input, "the pattern matches no file; check it (* stays in a folder, ** goes through folders)")
      }
      for file in files { found.updateValue(nil, forKey: Name(try FileTree.place(of: file))) }
      roots.append(Name(try FileTree.canonical(glob.root)))
    }
  }

  /// In a folder, files are shards by name or by content; other files are ignored. A file that cannot be opened may be
  /// a shard.
  private static func looksLikeShard(_ path: String) throws -> Bool {
    let name = Name(path).lastPart
    if name.hasPrefix(".") || name.hasPrefix("_") || name.hasSuffix(PartialFile.suffix) { return false }
    if ShardName(name.text).isShard { return true }
    let descriptor = withFileSystemPath(path) { open($0, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { return errno != ENOENT }
    defer { close(descriptor) }
    var head = [UInt8](repeating: 0, count: 64)
    let count = retrying { read(descriptor, &head, head.count) }
    return head.prefix(max(count, 0)).withUnsafeBufferPointer { bytes in
      Compression(magic: bytes) != .plain || bytes.first { !TextMeasure.isWhitespace($0) } == UInt8(ascii: "{")
    }
  }

  /// The deepest folder that holds all of them.
  static func commonFolder(_ folders: [Name]) -> Name {
    var common = folders[0].split("/")
    for folder in folders.dropFirst() {
      let parts = folder.split("/")
      common = Array(zip(common, parts).prefix { $0 == $1 }.map(\.0))
    }
    return Name("/" + common.joined(separator: "/"))
  }
}

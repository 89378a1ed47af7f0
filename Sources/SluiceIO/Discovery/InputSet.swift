internal import SluiceCore

/// The shards of a corpus, from what the command line names.
public struct InputSet: Sendable {
  /// In byte order of their paths, each once.
  public var shards: [InputShard]
  /// What else was met in folders, in byte order of the paths, each once.
  public var others: [OtherFile]

  /// Finds shards.
  ///
  /// - Parameters:
  ///   - inputs: files, folders (searched for shards, `OtherFile` says what is left out), and globs.
  ///   - manifest: a file that lists shards.
  ///   - excluding: a folder not to search, such as the run's own output.
  ///   - patterns: what to leave out, as `--exclude` says.
  ///   - trustsSizes: whether shards whose size the manifest tells are not looked for: they may be on other
  ///     machines. The code that reads one calls `InputShard.seen`.
  /// - Throws: `IOFailure`: an input that matches nothing or cannot be read, or no shards at all.
  public init(
    _ inputs: [String], manifest: String? = nil, excluding: String? = nil, without patterns: [String] = [],
    trustsSizes: Bool = false
  ) throws {
    let excluded = try excluding.flatMap { try FileTree.status($0) == nil ? nil : Name(FileTree.canonical($0)) }
    var found: [Name: InputShard.Expectation?] = [:]
    var roots: [Name] = []
    var unseen: [Name: InputShard] = [:]
    var others: [OtherFile] = []
    for input in inputs {
      try Self.collect(
        input, isAlone: inputs.count == 1 && manifest == nil, excluding: excluded, into: &found, roots: &roots,
        others: &others)
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
        let path = Name(try FileTree.place(of: entry.path))
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
    let exclusions = Exclusions(patterns)
    if !exclusions.isEmpty {
      let leftOut = (Array(found.keys) + unseen.keys).filter { exclusions.contain(name($0)) }
      for path in leftOut {
        found[path] = nil
        unseen[path] = nil
      }
      others.removeAll { exclusions.contain(name($0.path)) }
      others += leftOut.map { OtherFile(path: $0, reason: .excluded) }
      guard !found.isEmpty || !unseen.isEmpty else {
        throw IOFailure(.noInput, path: inputs.joined(separator: " "), "--exclude leaves out every shard")
      }
    }
    shards = try found.map { path, expected in
      try InputShard(path: name(path), inputPath: path.text, bytes: 0, modified: 0, expected: expected).seen()
    }
    for (path, var shard) in unseen where found[path] == nil {
      shard.path = name(path)
      shards.append(shard)
    }
    // What one INPUT leaves out another may name.
    self.others = Set(others).filter { $0.reason == .link || found[$0.path] == nil }.sorted()
    shards.sort { $0.path < $1.path }
  }

  /// One shard from a pipe.
  public init(pipe shard: InputShard) { self.init(shards: [shard]) }

  /// Shards that are known already.
  package init(shards: [InputShard]) {
    self.shards = shards
    others = []
  }

  private static func collect(
    _ input: String, isAlone: Bool, excluding excluded: Name?, into found: inout [Name: InputShard.Expectation?],
    roots: inout [Name], others: inout [OtherFile]
  ) throws {
    let status: FileTree.Status?
    do {
      status = try FileTree.status(input)
    } catch let failure as IOFailure where failure.kind != .exhausted {
      // What cannot be looked at fails as a shard, by itself.
      let path = Name(FileTree.normalised(input))
      found.updateValue(nil, forKey: path)
      return roots.append(path.parent ?? "/")
    }
    switch status?.kind {
    case .other:
      throw IOFailure(.unreadable, path: input, "a pipe must be the only INPUT")
    case .file:
      let path = Name(try FileTree.place(of: input))
      found.updateValue(nil, forKey: path)
      roots.append(path.parent ?? "/")
    case .folder:
      var walk = FolderWalk(root: try FileTree.canonical(input), excluded: excluded)
      do {
        try walk.walk()
      } catch let failure as IOFailure where failure.kind == .unreadable && !isAlone {
        return others.append(OtherFile(path: Name(walk.root), reason: .unreadable))
      }
      try add(
        walk, to: &found, &roots, &others,
        orFail: "the folder contains no shards (looked for JSON Lines, \(Compression.names), by content)"
          + "; name another INPUT", input)
    case nil:
      guard Glob.hasWildcard(input) else {
        throw IOFailure(.notFound, path: input, "no such file or folder; check the path of this INPUT")
      }
      let glob = Glob(input)
      let problem = "the pattern matches no file; check it (* stays in a folder, ** goes through folders)"
      guard try FileTree.status(glob.root)?.kind == .folder else { throw IOFailure(.noInput, path: input, problem) }
      var walk = FolderWalk(root: try FileTree.canonical(glob.root), excluded: excluded)
      try walk.walk(matching: glob.components[...])
      try add(walk, to: &found, &roots, &others, orFail: problem, input)
    }
  }

  private static func add(
    _ walk: FolderWalk, to found: inout [Name: InputShard.Expectation?], _ roots: inout [Name],
    _ others: inout [OtherFile], orFail problem: String, _ input: String
  ) throws {
    if walk.shards.isEmpty {
      let unreadable = walk.others.summary(of: .unreadable).map { "; not read: " + $0 } ?? ""
      throw IOFailure(.noInput, path: input, problem + unreadable)
    }
    for shard in walk.shards { found.updateValue(nil, forKey: shard) }
    others += walk.others
    roots.append(Name(walk.root))
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

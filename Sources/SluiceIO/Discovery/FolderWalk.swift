internal import SluiceCore

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// A walk through one input folder: which files in it are shards, and everything else that it meets.
///
/// Links are followed. Each folder is entered once, so circles end. What cannot be looked at is taken for a shard,
/// which then fails by itself; a folder that cannot be listed is named.
struct FolderWalk {
  /// The folder's absolute path.
  let root: String
  /// A folder not to enter.
  let excluded: Name?
  /// Absolute paths of shards, in the order of the walk.
  private(set) var shards: [Name] = []
  private(set) var others: [OtherFile] = []
  private var entered: Set<Place> = []

  /// A folder on its way through a pattern.
  private struct Place: Hashable {
    var device: UInt64
    var inode: UInt64
    /// Components of the pattern that are left; nil in a walk without one.
    var rest: Int?
  }

  init(root: String, excluded: Name?) {
    self.root = root
    self.excluded = excluded
  }

  /// Everything below the folder.
  mutating func walk() throws {
    guard let status = try FileTree.status(root), enter(status, rest: nil) else { return }
    try walk(root, FileTree.entries(of: root))
  }

  private mutating func walk(_ folder: String, _ entries: [FileTree.Entry]) throws {
    let siblings = Set(entries.map(\.name))
    if leavesOut(folder, siblings) { return }
    for entry in entries {
      let path = entry.name.path(in: folder)
      guard let status = look(path) else {
        let reason = FileRole.reasonToLeaveOut(entry.name, siblings: siblings)
        add(path, entry, leftOutFor: reason ?? (Self.mayBeShard(path) ? nil : .other))
        continue
      }
      switch status.kind {
      case .folder:
        if FileRole.isHidden(entry.name, isFolder: true) {
          others.append(OtherFile(path: Name(path), reason: .hidden))
        } else if Name(path) != excluded, enter(status, rest: nil), let inside = try list(path) {
          noteLink(path, entry)
          try walk(path, inside)
        }
      case .file:
        let reason = FileRole.reasonToLeaveOut(entry.name, siblings: siblings)
        add(path, entry, leftOutFor: reason ?? (Self.mayBeShard(path) ? nil : .other))
      case .other:
        let isHidden = FileRole.isHidden(entry.name, isFolder: false)
        others.append(OtherFile(path: Name(path), reason: isHidden ? .hidden : .special))
      }
    }
  }

  /// Notes a folder that is the output of a run.
  private mutating func leavesOut(_ folder: String, _ siblings: Set<Name>) -> Bool {
    guard Name(folder) != Name(root), RunMarker.isRun(folder, siblings) else { return false }
    others.append(OtherFile(path: Name(folder), reason: .run))
    return true
  }

  /// The files that a pattern's components match. A folder that the last of them matches is searched, as it is if a
  /// shell expands the pattern.
  mutating func walk(matching components: ArraySlice<Name>) throws {
    guard let status = try FileTree.status(root), enter(status, rest: components.count) else { return }
    try match(root, FileTree.entries(of: root), components)
  }

  /// - Parameter filesOnly: whether folders that match are entered by another call.
  private mutating func match(
    _ folder: String, _ entries: [FileTree.Entry], _ rest: ArraySlice<Name>, filesOnly: Bool = false
  ) throws {
    guard let head = rest.first else { return }
    let tail = rest.dropFirst()
    if leavesOut(folder, Set(entries.map(\.name))) { return }
    if head == "**" { try match(folder, entries, tail.isEmpty ? ["*"] : tail, filesOnly: tail.isEmpty) }
    let pattern = head == "**" ? "*" : head
    for entry in entries where Glob.matches(entry.name.text.fileSystemBytes[...], pattern.text.fileSystemBytes[...]) {
      let path = entry.name.path(in: folder)
      let status = look(path)
      let isFolder = status?.kind == .folder
      // `**` also stands for the folders below this one; any other component is used up.
      let below = head == "**" ? rest : tail
      if FileRole.isHidden(entry.name, isFolder: isFolder), !pattern.hasPrefix("_"), !pattern.hasPrefix(".") {
        others.append(OtherFile(path: Name(path), reason: .hidden))
      } else if isFolder, let status {
        guard !(filesOnly && below.isEmpty), Name(path) != excluded,
          enter(status, rest: below.isEmpty ? nil : below.count), let inside = try list(path)
        else { continue }
        noteLink(path, entry)
        if below.isEmpty { try walk(path, inside) } else { try match(path, inside, below) }
      } else if head != "**", tail.isEmpty {
        if let status, status.kind != .file {
          others.append(OtherFile(path: Name(path), reason: .special))
        } else {
          add(path, entry, leftOutFor: nil)
        }
      } else if status == nil, isBarred(path) {
        others.append(OtherFile(path: Name(path), reason: .unreadable))
      }
    }
  }

  /// Whether there may be something that cannot be looked at, such as a folder.
  private func isBarred(_ path: String) -> Bool {
    do { return try FileTree.status(path) != nil } catch { return true }
  }

  /// - Returns: nil if there is nothing, or nothing that can be looked at.
  private func look(_ path: String) -> FileTree.Status? { (try? FileTree.status(path)) ?? nil }

  /// - Returns: nil if the folder cannot be listed, which is noted.
  private mutating func list(_ folder: String) throws -> [FileTree.Entry]? {
    do {
      return try FileTree.entries(of: folder)
    } catch let failure as IOFailure where failure.kind != .exhausted {
      others.append(OtherFile(path: Name(folder), reason: .unreadable))
      return nil
    }
  }

  private mutating func enter(_ status: FileTree.Status, rest: Int?) -> Bool {
    entered.insert(Place(device: status.device, inode: status.inode, rest: rest)).inserted
  }

  private mutating func add(_ path: String, _ entry: FileTree.Entry, leftOutFor reason: OtherFile.Reason?) {
    if let reason { return others.append(OtherFile(path: Name(path), reason: reason)) }
    shards.append(Name(path))
    noteLink(path, entry)
  }

  private mutating func noteLink(_ path: String, _ entry: FileTree.Entry) {
    guard entry.isLink, let target = try? FileTree.canonical(path) else { return }
    let isInside = root == "/" || Name(target) == Name(root) || Name(target).hasPrefix(root + "/")
    if !isInside { others.append(OtherFile(path: Name(path), reason: .link)) }
  }

  /// In a folder, files are shards by name or by content. A file that cannot be opened may be a shard; so may one of
  /// another codec or container, which then fails with what it is.
  private static func mayBeShard(_ path: String) -> Bool {
    let name = ShardName(Name(path).lastPart.text)
    if name.isShard || name.isForeign { return true }
    let descriptor = withFileSystemPath(path) { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    guard descriptor >= 0 else { return errno != ENOENT }
    defer { close(descriptor) }
    var head = [UInt8](repeating: 0, count: 512)
    let count = retrying { read(descriptor, &head, head.count) }
    return head.prefix(max(count, 0)).withUnsafeBufferPointer { bytes in
      Compression(magic: bytes) != .plain || bytes.first { !TextMeasure.isWhitespace($0) } == UInt8(ascii: "{")
        || ForeignFormat.of(ShardHead(bytes: bytes, isWhole: count < 512))?.holdsRecords == true
    }
  }
}

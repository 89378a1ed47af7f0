internal import SluiceCore
internal import SluiceIO
internal import SluiceLedger

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Looks at everything in a run's folder, at any depth: a file or folder that sluice has not made, a link in place of
/// one, and modes that let others in. Files that a shard in work may leave behind are no findings; the next run resumes
/// or removes them.
struct StrayFiles {
  let folder: String
  let options: RunOptionsRecord
  /// Paths of training sets that were made from the run, absolute. They may be in its folder, and are checked apart.
  var mixes: Set<Name> = []

  struct Findings {
    var differences: [String] = []
    /// What others may read, though sluice let only the owner.
    var readable: [String] = []
  }

  func find(_ shards: [ShardRecord], _ outputs: [OutputRecord], texts: [SynthesisFile]) throws -> Findings {
    var walk = Walk(folder: folder, own: try own(shards, outputs, texts), mixes: mixes)
    try walk.look()
    var findings = walk.findings
    let open = shards.filter { $0.state != .done }.count
    if open > 0, Folders.exists(folder + "/" + RunFolder.successName) {
      findings.differences.append("\(RunFolder.successName): is there, with \(open.counted("shard")) not committed")
    }
    findings.differences.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return findings
  }

  private func own(_ shards: [ShardRecord], _ outputs: [OutputRecord], _ texts: [SynthesisFile]) throws -> OwnPaths {
    var own = OwnPaths()
    for output in outputs { own.add(file: output.output.path) }
    for text in texts { own.add(file: text.path) }
    if let division = try RunDivision(folder: folder) { own.add(tasks: division.tasks) }
    own.hasTags = ["manifest.json", "_UNFINISHED", "_UNFINISHED.tmp"].contains {
      Folders.exists("\(folder)/tagged/\($0)")
    }
    let names = ShardName.outputNames(for: shards.map(\.input.path), codec: options.codec.compression)
    for (shard, name) in zip(shards, names) where shard.state == .pending || shard.state == .running {
      for lane in Lane.allCases {
        own.add(
          unfinished: lane.folder + "/"
            + (lane == .attributes ? ShardName.attributesPath(for: shard.input.path) : name).text
        )
      }
    }
    return own
  }

  /// Goes through the folder without following links.
  private struct Walk {
    let folder: String
    let own: OwnPaths
    let mixes: Set<Name>
    var findings = Findings()

    init(folder: String, own: OwnPaths, mixes: Set<Name>) {
      self.folder = folder
      self.own = own
      self.mixes = mixes
    }

    mutating func look() throws {
      var status = stat()
      guard withFileSystemPath(folder, { stat($0, &status) }) == 0 else { return }
      // Whom `OutputFolder` lets in, a folder that was there before may let in, too.
      let isShared = status.st_mode & S_IWGRP != 0 && status.st_gid != getegid()
      if status.st_mode & S_IWOTH != 0 || isShared {
        findings.differences.append("\(folder.shown): others may write to this folder (chmod go-w)")
      }
      try look(below: "")
    }

    private mutating func look(below parent: String) throws {
      for name in try FileTree.names(in: parent.isEmpty ? folder : folder + "/" + parent) {
        let path = parent.isEmpty ? name.text : name.path(in: parent)
        var status = stat()
        // What a run removes meanwhile is no finding.
        guard withFileSystemPath(folder + "/" + path, { lstat($0, &status) }) == 0 else { continue }
        let kind = status.st_mode & S_IFMT
        if kind == S_IFDIR, !mixes.isEmpty, mixes.contains(Name(try FileTree.canonical(folder + "/" + path))) {
          continue
        }
        if kind == S_IFLNK {
          findings.differences.append("\(path.shown): a symbolic link; sluice makes none here")
          continue
        }
        if let difference = own.difference(path, isFolder: kind == S_IFDIR) {
          findings.differences.append(difference)
          continue
        }
        guard kind == S_IFDIR || kind == S_IFREG else {
          findings.differences.append("\(path.shown): neither a file nor a folder")
          continue
        }
        if status.st_mode & (S_IWGRP | S_IWOTH) != 0 {
          findings.differences.append("\(path.shown): others may write to it (chmod go-w)")
        } else if status.st_mode & (S_IRGRP | S_IROTH) != 0 {
          findings.readable.append(path)
        }
        if kind == S_IFDIR { try look(below: path) }
      }
    }
  }
}

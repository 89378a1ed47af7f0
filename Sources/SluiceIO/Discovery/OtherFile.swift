public import SluiceCore

/// What discovery met in an input folder besides its shards. Nothing is passed over without being named.
public struct OtherFile: Sendable, Hashable {
  /// Why it is named.
  public enum Reason: String, Sendable, Hashable, CaseIterable, Codable {
    /// Left out, as in every reader of such folders: a file or folder whose name begins with `.` or `_`.
    case hidden
    /// Left out: describes data or checks it, such as a README, a license or a checksum.
    case companion
    /// Left out: the output of a run.
    case run
    /// Left out because the user asked for it.
    case excluded
    /// Left out: by its name a copy of another file, or one that is not complete yet.
    case copy
    /// Left out: a pipe, a socket or a device.
    case special
    /// Left out: JSON Lines neither by name nor by content.
    case other
    /// Read, though a link leads to it out of the input folder.
    case link
    /// Not read: the folder cannot be listed.
    case unreadable

    /// Whether it may hold documents that are now missing: its user should know before going on.
    public var mayHoldData: Bool { [.copy, .special, .other].contains(self) }

    /// What messages say of it.
    public var words: String {
      switch self {
      case .hidden: "its name begins with . or _"
      case .companion: "describes or checks data"
      case .run: "the output of a run"
      case .excluded: "--exclude"
      case .copy: "by its name a copy, or not complete"
      case .special: "not a regular file"
      case .other: "not JSON Lines by name or content"
      case .link: "read, through a link that leads out of the input folder"
      case .unreadable: "a folder that cannot be listed"
      }
    }
  }

  /// Where it is.
  public var path: Name
  /// Why it is named.
  public var reason: Reason

  public init(path: Name, reason: Reason) {
    self.path = path
    self.reason = reason
  }
}

extension OtherFile: Codable, Comparable {
  public static func < (left: OtherFile, right: OtherFile) -> Bool {
    (left.path, left.reason.rawValue) < (right.path, right.reason.rawValue)
  }
}

extension Sequence<OtherFile> {
  /// How many of a reason there are, in words, for one line of a message; nil if there are none.
  package func summary(of reason: OtherFile.Reason, shown limit: Int = 3) -> String? {
    let paths = filter { $0.reason == reason }.map(\.path)
    guard !paths.isEmpty else { return nil }
    let names = paths.prefix(limit).map(\.description).joined(separator: ", ")
    return "\(paths.count.counted("path")) (\(reason.words)): \(names)\(paths.count > limit ? ", …" : "")"
  }
}

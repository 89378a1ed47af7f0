internal import SluiceCore

/// What can go wrong with files and streams. The description names the file, the place and the remedy;
/// it never holds a byte of content.
public struct IOFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// The classes of failure that callers tell apart.
  public enum Kind: String, Sendable, Hashable {
    /// Files that cannot be read or written, and streams that break off or break the rules of their format.
    case notFound, unreadable, unwritable, diskFull, truncated, corrupt, trailingBytes, windowTooLarge, expandsTooMuch
    /// Files that are sound, but of a kind that sluice does not read.
    case foreign
    /// The process has used up what the system lends it: not the file's fault.
    case exhausted
    /// A file that is not the one whose first part was read before an interruption.
    case changedSinceCheckpoint
    /// A file that changed while it was read; a manifest that does not fit or cannot be read; no shard at all.
    case changedWhileRead, manifestMismatch, manifestInvalid, noInput
  }

  /// What went wrong.
  public var kind: Kind
  /// The file or folder.
  public var path: String
  /// Offset in the file as it is on disk, where that means something.
  public var offset: Int?
  /// What went wrong in words, and what to do about it.
  public var detail: String

  public init(_ kind: Kind, path: String, offset: Int? = nil, _ detail: String) {
    self.kind = kind
    self.path = path
    self.offset = offset
    self.detail = detail
  }

  public var description: String {
    let place = offset.map { "\(path.shown): at byte \($0)" } ?? path.shown
    return "\(place): \(detail.shownLines)"
  }
}

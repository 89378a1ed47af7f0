/// What can go wrong with files and streams. The description names the file, the place and the remedy;
/// it never holds a byte of content.
public struct IOFailure: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Kind: String, Sendable, Hashable {
    case notFound, unreadable, unwritable, diskFull, truncated, corrupt, trailingBytes, windowTooLarge, expandsTooMuch
    /// The process has used up what the system lends it: not the file's fault.
    case exhausted
    case changedWhileRead, manifestMismatch, manifestInvalid, noInput
  }

  public var kind: Kind
  public var path: String
  /// Offset in the file as it lies on disk, where that means something.
  public var offset: Int?
  public var detail: String

  public init(_ kind: Kind, path: String, offset: Int? = nil, _ detail: String) {
    self.kind = kind
    self.path = path
    self.offset = offset
    self.detail = detail
  }

  public var description: String {
    let place = offset.map { "\(path): at byte \($0)" } ?? path
    return "\(place): \(detail)"
  }
}

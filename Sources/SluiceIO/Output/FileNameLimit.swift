internal import SluiceCore

/// Names of outputs that are longer than a file's name may be. Shards have names of up to 255 bytes, and what is
/// added to them need not fit.
enum FileNameLimit {
  /// NAME_MAX of every file system that is in use.
  static let bytes = 255

  /// The path itself if its last part fits; otherwise one whose last part begins with as much of it as fits and ends
  /// with `~`, 16 hex digits of the SHA-256 of the whole path, and the suffix.
  static func fitting(_ path: Name, suffix: String) -> Name {
    let name = path.lastPart
    guard name.text.fileSystemBytes.count > bytes else { return path }
    let whole = Array(path.text.utf8)
    let digest = whole.withUnsafeBufferPointer { SHA256Digest.hex(of: $0) }
    let ending = "~" + digest.prefix(16) + suffix
    var head = String.UnicodeScalarView()
    var room = bytes - ending.utf8.count
    for scalar in (name.removing(suffix: suffix) ?? name).text.unicodeScalars {
      room -= scalar.fileSystemByte == nil ? UTF8.width(scalar) : 1
      if room < 0 { break }
      head.append(scalar)
    }
    let folder = path.removing(suffix: name.text)!.text
    return Name(folder + String(head) + ending)
  }
}

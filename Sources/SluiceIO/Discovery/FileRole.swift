internal import SluiceCore

/// What the name of a file or folder says about its place in a corpus. docs/formats.md has these rules for users.
enum FileRole {
  /// Whether folders and patterns pass a name over: it begins with `.` or `_`. Folders such as `_year=2024` are
  /// partitions of data, not work of the program that wrote them.
  static func isHidden(_ name: Name, isFolder: Bool) -> Bool {
    name.hasPrefix(".") || (name.hasPrefix("_") && !(isFolder && name.contains("=")))
  }

  /// Why a file is left out whatever it holds; nil if its content decides.
  ///
  /// - Parameter siblings: the names in its folder.
  static func reasonToLeaveOut(_ name: Name, siblings: Set<Name>) -> OtherFile.Reason? {
    if isHidden(name, isFolder: false) { return .hidden }
    if isCopy(name, siblings: siblings) { return .copy }
    if ShardName(name.text).isShard { return nil }
    return isCompanion(name) ? .companion : nil
  }

  /// Endings that editors, browsers and sluice itself give to copies and to files in work.
  private static let copyEndings = [
    "~", ".bak", ".orig", ".old", ".swp", ".swo", ".tmp", ".temp", ".part", PartialFile.suffix, ".crdownload",
    ".download", ".aria2",
  ]

  private static func isCopy(_ name: Name, siblings: Set<Name>) -> Bool {
    if copyEndings.contains(where: { name.removing(suffixInAnyCase: $0) != nil }) { return true }
    // A second download is numbered; so are the parts of a divided file, whose whole is not beside them.
    let parts = name.split(".", omittingEmpty: false)
    guard let last = parts.last, parts.count > 1, !last.isEmpty,
      last.text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let original = name.removing(suffix: "." + last.text)
    else { return false }
    return siblings.contains(original)
  }

  private static let companionEndings = [
    ".md", ".rst", ".md5", ".sha1", ".sha256", ".sha512", ".crc", ".asc", ".sig",
  ]
  private static let companionStems: Set<Name> = [
    "readme", "license", "licence", "copying", "notice", "changelog", "citation", "authors", "contributing", "md5sums",
    "sha1sums", "sha256sums", "sha512sums", "checksums",
  ]

  private static func isCompanion(_ name: Name) -> Bool {
    if ["Thumbs.db", "desktop.ini"].contains(name) { return true }
    if companionEndings.contains(where: { name.removing(suffixInAnyCase: $0) != nil }) { return true }
    let stem = name.split(".").first ?? name
    return companionStems.contains(Name(stem.text.lowercased()))
  }
}

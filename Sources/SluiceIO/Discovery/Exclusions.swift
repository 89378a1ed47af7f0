package import SluiceCore

/// Patterns of what an input is not to be searched for (`--exclude`). One without a slash is compared with each name on
/// the way to a file, one with a slash with the path below the inputs' common folder; a folder that matches is left out
/// with all that is in it.
package struct Exclusions {
  private let names: [Name]
  private let paths: [[Name]]

  package init(_ patterns: [String]) {
    let patterns = patterns.map { Name($0) }
    names = patterns.filter { !$0.contains("/") }
    paths = patterns.filter { $0.contains("/") }.map { $0.split("/") }
  }

  var isEmpty: Bool { names.isEmpty && paths.isEmpty }

  /// - Parameter path: below the inputs' common folder.
  package func contain(_ path: Name) -> Bool {
    let parts = path.split("/")[...]
    return parts.contains { part in names.contains { Self.matches(part, $0) } }
      || paths.contains { Self.matches(parts, $0[...]) }
  }

  /// Whether the path, or a folder on the way to it, matches.
  private static func matches(_ parts: ArraySlice<Name>, _ pattern: ArraySlice<Name>) -> Bool {
    guard let head = pattern.first else { return true }
    if head == "**" {
      return (parts.startIndex...parts.endIndex).contains { matches(parts[$0...], pattern.dropFirst()) }
        && !(parts.isEmpty && pattern.count == 1)
    }
    guard let part = parts.first, matches(part, head) else { return false }
    return matches(parts.dropFirst(), pattern.dropFirst())
  }

  private static func matches(_ name: Name, _ pattern: Name) -> Bool {
    Glob.matches(name.text.fileSystemBytes[...], pattern.text.fileSystemBytes[...])
  }
}

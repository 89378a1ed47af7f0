internal import SluiceCore

/// A list of shards, one per line: `path` or `path,rows,bytes,sha256`, where all but the path may be
/// empty. Relative paths start at the manifest's folder. A header line and `#` comments are allowed. Paths are bytes: one
/// that is not UTF-8 is listed as it is, or as sluice writes it (docs/formats.md).
package struct Manifest {
  package struct Entry {
    package var path: String
    package var expected: InputShard.Expectation?
  }

  package private(set) var entries: [Entry] = []

  /// - Parameter folder: where relative paths start, instead of the manifest's folder as it is named.
  package init(path: String, in folder: String? = nil) throws {
    let bytes = try SmallFile.bytes(of: path, limit: 1 << 30)
    let text = ByteOrderMark.isBefore(bytes) ? bytes.dropFirst(3) : bytes[...]
    let folder = folder ?? Folders.parent(of: path) ?? (Name(path).hasPrefix("/") ? "/" : ".")
    for (number, raw) in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
      let line = raw.last == UInt8(ascii: "\r") ? raw.dropLast() : raw
      // Text that is UTF-8 holds names as sluice writes them; anything else is the names' own bytes.
      let text = Name(String(validating: line, as: UTF8.self) ?? String(fileSystemBytes: line))
      if text.isEmpty || text.hasPrefix("#") || text == "path,rows,bytes,sha256" { continue }
      var entry = try Self.entry(text, path: path, line: number + 1)
      if entry.path.utf8.first != UInt8(ascii: "/") { entry.path = folder + "/" + entry.path }
      entries.append(entry)
    }
    guard !entries.isEmpty else { throw IOFailure(.manifestInvalid, path: path, "the manifest lists no shards") }
  }

  /// The last three of four fields are the expectation; a path may contain commas.
  private static func entry(_ line: Name, path: String, line number: Int) throws -> Entry {
    let fields = line.split(",", omittingEmpty: false)
    guard fields.count >= 4 else {
      guard fields.count == 1 else {
        throw IOFailure(
          .manifestInvalid, path: path, "line \(number) needs one field (path) or four (path,rows,bytes,sha256)")
      }
      return Entry(path: line.text)
    }
    let tail = fields.suffix(3).map(\.text)
    func count(_ text: String, _ name: String) throws -> Int? {
      if text.isEmpty { return nil }
      guard let value = Int(text), (0...Int.mostCounted).contains(value) else {
        throw IOFailure(.manifestInvalid, path: path, "line \(number): \(name) is not a count")
      }
      return value
    }
    let sha256 = tail[2].lowercased()
    guard sha256.isEmpty || (sha256.utf8.count == 64 && sha256.utf8.allSatisfy(Self.isHexDigit)) else {
      throw IOFailure(.manifestInvalid, path: path, "line \(number): sha256 is not 64 hex digits")
    }
    return Entry(
      path: fields.dropLast(3).joined(separator: ","),
      expected: .init(
        rows: try count(tail[0], "rows"), bytes: try count(tail[1], "bytes"), sha256: sha256.isEmpty ? nil : sha256))
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }
}

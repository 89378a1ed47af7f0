internal import SluiceCore
internal import SluiceIO
internal import Yams

/// The entries of one predicate's list, from the policy itself and from files, with their places.
struct ListEntries {
  struct Entry {
    var bytes: ArraySlice<UInt8>
    /// Where it is: a node of the policy, or a line of a file.
    var node: Node?
    var file: String
    var line: Int
  }

  var entries: [Entry] = []
  /// As the policy names them.
  var files: [String] = []

  var slices: [ArraySlice<UInt8>] { entries.map(\.bytes) }
  var strings: [String] { entries.map { String(decoding: $0.bytes, as: UTF8.self) } }

  /// SHA-256 over all entries in order.
  var digest: String {
    let digest = SHA256Digest()
    for entry in entries {
      entry.bytes.withUnsafeBytes { digest.update($0) }
      digest.update(CollectionOfOne(0x0A as UInt8))
    }
    return digest.hex()
  }

  /// `one of 12 ids in ids.txt`, or the entries themselves if they are all in the policy and few.
  func phrase(_ noun: String, article: String = "one of") -> String {
    if files.isEmpty, entries.count <= 4 { return NearestSpelling.list(strings) }
    let places = files + (!files.isEmpty && entries.contains { $0.node != nil } ? ["the policy"] : [])
    let place = places.isEmpty ? "" : " in \(NearestSpelling.list(places, "and"))"
    return "\(article) \(entries.count.counted(noun))\(place)"
  }

  /// Adds a list file's lines, without white space around them. Blank lines and lines that begin with # are skipped.
  ///
  /// - Returns: the first line that is not UTF-8; nil if all are.
  mutating func add(file: String, bytes: [UInt8]) -> Int? {
    var rest = bytes[...]
    if ByteOrderMark.isBefore(rest) { rest = rest.dropFirst(3) }
    var line = 0
    while !rest.isEmpty {
      line += 1
      let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
      var entry = rest[..<end]
      rest = rest[end...].dropFirst()
      while let first = entry.first, first == 0x20 || first == 0x09 { entry.removeFirst() }
      while let last = entry.last, last == 0x20 || last == 0x09 || last == 0x0D { entry.removeLast() }
      if entry.isEmpty || entry.first == UInt8(ascii: "#") { continue }
      if String(validating: entry, as: UTF8.self) == nil { return line }
      entries.append(Entry(bytes: entry, node: nil, file: file, line: line))
    }
    return nil
  }
}

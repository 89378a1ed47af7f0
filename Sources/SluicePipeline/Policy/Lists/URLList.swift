/// URLs to recognise: exact ones byte for byte, and domains with all their subdomains.
struct URLList: Sendable {
  let exact: ByteSet
  /// Lower-case, without a dot at either end.
  let domains: ByteSet

  /// The longest name DNS allows. Listed domains are no longer than this, so of a longer host only
  /// the last labels need to be compared.
  static let longestDomain = 253

  func contains(_ url: UnsafeBufferPointer<UInt8>) -> Bool {
    if !exact.isEmpty, exact.contains(url) { return true }
    if domains.isEmpty { return false }
    let host = Self.host(of: url)
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.longestDomain) { buffer in
      let tail = host.suffix(Self.longestDomain)
      for (k, i) in tail.indices.enumerated() { buffer[k] = Self.lowercased(url[i]) }
      for k in 0..<tail.count where k == 0 || buffer[k - 1] == UInt8(ascii: ".") {
        // A cut in the middle of a label is not the start of a label.
        if k == 0, tail.count < host.count, url[tail.startIndex - 1] != UInt8(ascii: ".") { continue }
        if domains.contains(UnsafeBufferPointer(rebasing: buffer[k..<tail.count])) { return true }
      }
      return false
    }
  }

  /// Where the host is in a URL: between the scheme (if any) and the path, without user name, port
  /// and trailing dot. A backslash ends it too, as browsers read it.
  static func host(of url: UnsafeBufferPointer<UInt8>) -> Range<Int> {
    var start = 0
    while start < url.count, url[start] <= 0x20 { start += 1 }
    var i = start
    while i < url.count, isSchemeByte(url[i]) { i += 1 }
    if i + 2 < url.count, url[i] == UInt8(ascii: ":"), isSlash(url[i + 1]), isSlash(url[i + 2]) {
      start = i + 3
    } else if start + 1 < url.count, isSlash(url[start]), isSlash(url[start + 1]) {
      start += 2
    }
    while start < url.count, isSlash(url[start]) { start += 1 }
    var end = start
    while end < url.count, !isSlash(url[end]), url[end] != UInt8(ascii: "?"), url[end] != UInt8(ascii: "#"),
      url[end] > 0x20
    { end += 1 }
    if let at = (start..<end).last(where: { url[$0] == UInt8(ascii: "@") }) { start = at + 1 }
    if start < end, url[start] != UInt8(ascii: "["),
      let colon = (start..<end).first(where: { url[$0] == UInt8(ascii: ":") })
    {
      end = colon
    }
    while end > start, url[end - 1] == UInt8(ascii: ".") { end -= 1 }
    return start..<end
  }

  /// A domain in lower case without dots at its ends; nil if it cannot be one.
  static func domain(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    var name = bytes.map(lowercased)[...]
    while name.first == UInt8(ascii: ".") { name.removeFirst() }
    while name.last == UInt8(ascii: ".") { name.removeLast() }
    let isName = name.allSatisfy {
      $0 >= 0x80 || $0 &- 0x61 < 26 || $0 &- 0x30 < 10 || [0x2D, 0x2E, 0x5F].contains($0)
    }
    return isName && !name.isEmpty && name.count <= longestDomain ? name : nil
  }

  static func lowercased(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

  private static func isSlash(_ byte: UInt8) -> Bool { byte == 0x2F || byte == 0x5C }

  private static func isSchemeByte(_ byte: UInt8) -> Bool {
    lowercased(byte) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x2B || byte == 0x2D || byte == 0x2E
  }
}

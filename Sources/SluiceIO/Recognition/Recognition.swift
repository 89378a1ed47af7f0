/// Tells what a shard is that is not JSON Lines.
enum Recognition {
  /// - Parameters:
  ///   - head: of what the file decompresses to.
  ///   - compression: of the file.
  /// - Returns: what it is and what to do about it; nil if it may be JSON Lines.
  static func problem(_ head: ShardHead, in compression: Compression) -> String? {
    if compression != .plain, let inner = Compression.all.first(where: { $0.begins(head) }) {
      return
        "this is compressed twice (\(inner.name) in \(compression.name)), which sluice does not read; decompress it once"
        + " with \(compression.name) -d"
    }
    guard let format = ForeignFormat.of(head) else { return nil }
    let layer = compression == .plain ? "" : " in \(compression.name)"
    return "this is \(format.name)\(layer), which sluice does not read; \(format.remedy)"
  }
}

extension Compression {
  /// Whether this certainly begins like it: a magic number of two bytes could be junk on a line.
  fileprivate func begins(_ head: ShardHead) -> Bool {
    if self == .gzip { return head.has([0x1f, 0x8b, 0x08]) }
    return magics.contains { head.has($0) }
  }
}

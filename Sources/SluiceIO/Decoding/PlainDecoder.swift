extension Compression {
  /// Not compressed: what a file is that begins like none of the others.
  public static let plain = Compression("plain", suffixes: [], magics: []) { source, _, _ in
    PlainDecoder(source: source)
  }
}

/// Uncompressed JSONL. Every byte is a restart point.
final class PlainDecoder: StreamDecoder {
  private let source: FileSource

  init(source: FileSource) { self.source = source }

  var restart: RestartPoint { RestartPoint(compressed: source.offset, position: source.offset) }

  func decode(into memory: UnsafeMutableRawBufferPointer) throws -> Int {
    guard try source.fill() else { return 0 }
    let count = min(memory.count, source.window.count)
    memory.copyMemory(from: UnsafeRawBufferPointer(rebasing: source.window[0..<count]))
    source.consume(count)
    return count
  }
}

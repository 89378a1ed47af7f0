internal import SluiceCore
internal import SluiceIO

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// A nameless file with the given bytes; what opens its path reads from the front.
final class NamelessFile {
  private let descriptor: Int32

  init(_ bytes: some Collection<UInt8>) {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var name = Array("\(folder)/fuzz-XXXXXX".utf8CString)
    descriptor = mkstemp(&name)
    precondition(descriptor >= 0, "no temporary file")
    unlink(name)
    let all = Array(bytes)
    all.withUnsafeBytes { raw in
      var done = 0
      while done < raw.count {
        let count = write(descriptor, raw.baseAddress! + done, raw.count - done)
        precondition(count > 0, "the temporary file cannot be written")
        done += count
      }
    }
  }

  deinit { close(descriptor) }

  var path: String { "/proc/self/fd/\(descriptor)" }
}

/// The first two bytes set the chunk size and the line limit, the rest is a plain shard. Chunks must join
/// to exactly the content, and every boundary must be a place to go on from.
func fuzzLines(_ bytes: UnsafeBufferPointer<UInt8>) {
  guard bytes.count >= 2 else { return }
  var options = ShardReader.Options()
  options.chunkBytes = 1 + Int(bytes[0])
  options.maxLineBytes = 3 + Int(bytes[1])
  let content = Array(bytes[2...])
  let file = NamelessFile(content)
  defer { withExtendedLifetime(file) {} }
  // What begins like gzip or zstd is the other targets'.
  if let reader = try? ShardReader(path: file.path, options: options), reader.compression != .plain { return }
  var marks: [Chunk.Mark] = []
  do {
    try expect(file, options, from: Chunk.Mark(), content) { marks.append($0) }
    for mark in marks.prefix(8) { try expect(file, options, from: mark, content) { _ in } }
  } catch is IOFailure {
    precondition(marks.isEmpty, "only a foreign format is refused, and before the first chunk")
  } catch {
    preconditionFailure()
  }
}

private func expect(
  _ file: NamelessFile, _ options: ShardReader.Options, from mark: Chunk.Mark, _ content: [UInt8],
  each: (Chunk.Mark) -> Void
) throws {
  let reader = try ShardReader(path: file.path, options: options, from: mark)
  let documents = DocumentReader(FieldPaths(), maxLineBytes: options.maxLineBytes)
  let chunk = Chunk()
  var position = mark.position
  var lines = mark.lines
  while try reader.next(into: chunk) {
    let found = chunk.buffer.bytes
    precondition(chunk.position == position && chunk.linesBefore == lines)
    precondition(found.elementsEqual(content[position..<(position + found.count)]))
    var rows = 0
    let blank = documents.forEachRow(in: chunk) { row in
      precondition(row.bytes.elementsEqual(content[row.offset..<(row.offset + row.bytes.count)]))
      if row.isBeginning { rows += 1 }
    }
    precondition(rows + blank == chunk.lines, "each line that begins here is a row or blank")
    position += found.count
    // The end of a line that was handed over in pieces is taken, but not handed over.
    if case .longLine(_, last: true) = chunk.content, chunk.after.position == position + 1 {
      precondition(content[position] == 10)
      position += 1
    }
    lines += chunk.lines
    precondition(chunk.after.position == position && chunk.after.lines == lines)
    each(chunk.after)
  }
  precondition(position == content.count)
  let ends = content.count { $0 == 10 }
  precondition(lines == ends + (content.isEmpty || content.last == 10 ? 0 : 1))
}

/// A compressed shard; the magic number is put in front of what lacks it. Read whole and, as `--salvage`
/// does, up to its damage: both must agree on what comes before.
func fuzzStream(_ bytes: UnsafeBufferPointer<UInt8>, magic: [UInt8], replaysQuarantine: Bool = false) {
  let file = NamelessFile(bytes.starts(with: magic) ? Array(bytes) : magic + Array(bytes))
  defer { withExtendedLifetime(file) {} }
  var options = ShardReader.Options()
  options.chunkBytes = 512
  options.maxLineBytes = 300
  options.maxWindowLog = 20
  options.replaysQuarantine = replaysQuarantine
  let strict = read(file, options, limit: 1 << 20)
  options.salvage = true
  let salvaged = read(file, options, limit: 1 << 20)
  precondition(salvaged.content.starts(with: strict.content))
  if strict.isWhole { precondition(salvaged.content == strict.content) }
}

private func read(
  _ file: NamelessFile, _ options: ShardReader.Options, limit: Int
) -> (content: [UInt8], isWhole: Bool) {
  var content: [UInt8] = []
  do {
    let reader = try ShardReader(path: file.path, options: options)
    let chunk = Chunk()
    while try reader.next(into: chunk) {
      content += chunk.buffer.bytes
      if content.count > limit { return (content, false) }
    }
    return (content, true)
  } catch {
    return (content, false)
  }
}

/// One line. The fields found must be readable, and parsing again must find the same.
func fuzzJSON(_ bytes: UnsafeBufferPointer<UInt8>) {
  let line = ByteBuffer()
  line.append(bytes)
  line.reserve(bytes.count + LineParser.padding)
  for parser in parsers.documents {
    var seen: [UInt64] = []
    for _ in 0..<2 {
      guard case .success(let fields) = parser.parse(line.bytes) else { continue }
      var hash = ContentHash.of(fields.text)
      for field in [fields.id, fields.source, fields.url] {
        hash = hash &* 31 &+ (field.map(ContentHash.of) ?? 7)
      }
      precondition(TextMeasure.scalars(fields.text) <= fields.text.count)
      precondition(TextMeasure.words(fields.text) <= fields.text.count)
      seen.append(hash)
    }
    precondition(seen.isEmpty || (seen.count == 2 && seen[0] == seen[1]), "the same line, other fields")
  }
  guard case .success(let fields) = parsers.named.parse(line.bytes) else { return }
  for name in Parsers.Name.allCases {
    let value = fields[name]
    if let text = value.string { precondition(value.identifier == text) }
    if let number = value.integer { precondition(value.identifier == String(number)) }
  }
}

/// Unchecked: libFuzzer calls from one thread.
private final class Parsers: @unchecked Sendable {
  enum Name: String, CaseIterable {
    case text, id
    case nested = "a.b.text"
    case member
  }

  let documents = [
    DocumentParser(FieldPaths(), reservedKey: "safety"),
    DocumentParser(FieldPaths(text: "a.b.text", id: "metadata.id", source: "a.s", url: "u")),
  ]
  let named = FieldReader<Name> { $0 == .member ? .member(of: "a", "b") : .dotted($0.rawValue) }
}

private let parsers = Parsers()

import SluiceIO
import SluiceMixing
import TestSupport
import Testing

/// Promise: what goes into a spill file comes out sorted by place, each record once, whatever the order in which
/// threads added it.
struct SpillFileTests {
  private struct Found: Hashable {
    var place: UInt64
    var component: Int
    var copy: Int
    var size: MixSize
    var line: String
  }

  private func add(_ line: String, place: UInt64, component: Int = 0, copy: Int = 0, to file: SpillFile) throws {
    let size = MixSize(documents: 1, words: line.count, textBytes: 1 << 33, weight: 1 << 34)
    try Array(line.utf8).withUnsafeBufferPointer {
      try file.add(SpillFile.Record(place: place, component: component, copy: copy, size: size), line: $0)
    }
  }

  private func sorted(_ path: String) throws -> [Found] {
    var found: [Found] = []
    try SortedSpill(path: path, into: ByteBuffer()).forEachRecord { record, line in
      found.append(
        Found(
          place: record.place, component: record.component, copy: record.copy, size: record.size,
          line: String(decoding: line, as: UTF8.self)))
    }
    return found
  }

  @Test func recordsComeBackByPlaceThenByLine() throws {
    let scratch = try Scratch()
    let file = SpillFile(path: scratch.file("0"), bufferBytes: 64)
    try add("late", place: .max, component: 65_535, copy: 999, to: file)
    try add("b", place: 5, to: file)
    try add("", place: 0, to: file)
    try add("a", place: 5, copy: 1, to: file)
    try file.finish()
    let found = try sorted(file.path)
    #expect(found.map(\.line) == ["", "a", "b", "late"])
    #expect(found[3].component == 65_535 && found[3].copy == 999 && found[3].place == .max)
    #expect(found[3].size == MixSize(documents: 1, words: 4, textBytes: 1 << 33, weight: 1 << 34))
  }

  @Test func aShardWithoutDocumentsHasNoFile() throws {
    let scratch = try Scratch()
    let file = SpillFile(path: scratch.file("0"), bufferBytes: 64)
    try file.finish()
    #expect(try sorted(file.path).isEmpty)
    #expect(try files(below: scratch.path).isEmpty)
  }

  @Test(arguments: [1, 1 << 20]) func threadsAddAllTheirRecords(_ bufferBytes: Int) throws {
    let scratch = try Scratch()
    let file = SpillFile(path: scratch.file("0"), bufferBytes: bufferBytes)
    try Workers.run(8, jobs: 4) { worker in
      for number in 0..<50 {
        let line = "\(worker) \(number)"
        let bytes = Array(line.utf8)
        try bytes.withUnsafeBufferPointer {
          try file.add(
            SpillFile.Record(place: UInt64(number), component: worker, copy: 0, size: MixSize(documents: 1)), line: $0)
        }
      }
    }
    try file.finish()
    let found = try sorted(file.path)
    #expect(found.count == 400 && Set(found).count == 400)
    #expect(found.map(\.line) == (0..<50).flatMap { number in (0..<8).map { "\($0) \(number)" } })
  }
}

internal import SluiceCore
internal import SluiceIO
internal import SluiceLedger
internal import SluicePipeline

/// A shard's input, read again, against its lanes: every line that is not blank is in exactly one lane, in
/// order; kept lines are equal to the byte, routed ones without their safety object, quarantined ones decoded,
/// dropped ones by their hash if that is all that was kept.
struct InputLinesCheck {
  let folder: String
  let options: RunOptionsRecord
  /// Input lines compared.
  private(set) var lines = 0

  init(folder: String, options: RunOptionsRecord) {
    self.folder = folder
    self.options = options
  }

  /// The first thing that does not fit; what follows could not be told apart from it.
  private struct Mismatch: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
  }

  mutating func differences(_ outputs: [ShardCommit.Output], of shard: ShardRecord) -> [String] {
    do {
      try compare(outputs, shard)
      return []
    } catch {
      return ["shard \(shard.input.path): \(error)"]
    }
  }

  private mutating func compare(_ outputs: [ShardCommit.Output], _ shard: ShardRecord) throws {
    guard let committed = shard.committed else { return }
    guard try !InputShard.isPipe(shard.input.inputPath) else {
      throw Mismatch("its input came through a pipe and cannot be read again")
    }
    var reading = options.readerOptions
    reading.hashing = true
    reading.salvage = committed.salvaged != nil
    let input = try LineCursor(path: shard.input.inputPath, options: reading)
    let lanes = try Lanes(folder: folder, outputs: outputs, options: options, shard: shard.input.path)
    var blank = 0
    var last = 0
    while try input.next() {
      last = input.number
      if input.isBlank {
        blank += 1
      } else {
        try lanes.match(input)
      }
      lines += 1
    }
    try lanes.expectEnd()
    let sha256 = input.sha256 ?? ""
    guard sha256 == committed.inputSHA256 else {
      throw Mismatch("the input changed: its sha256 is \(sha256), the ledger says \(committed.inputSHA256)")
    }
    guard last == shard.lines, blank == shard.blankLines else {
      throw Mismatch(
        "the input has \(last.counted("line")), \(blank) of them blank; the ledger says \(shard.lines) and \(shard.blankLines)"
      )
    }
  }

  /// The five lanes of a shard, each at its next row.
  private final class Lanes {
    private let shard: Name
    private let hashesDropped: Bool
    private var routed: [QueueRowReader] = []
    private var quarantine: QuarantineReader?
    private var keep: LineCursor?
    private var keepRows = 0

    init(folder: String, outputs: [ShardCommit.Output], options: RunOptionsRecord, shard: Name) throws {
      self.shard = shard
      hashesDropped = options.hashesDropped
      for output in outputs {
        switch output.lane {
        case .attributes: break
        case .keep:
          var reading = ShardReader.Options.known
          reading.maxLineBytes = options.maxLineBytes
          keep = try LineCursor(path: folder + "/" + output.path, options: reading)
        case .quarantine:
          quarantine = try QuarantineReader(path: folder + "/" + output.path, maxLineBytes: options.maxLineBytes)
        case .recontextualize, .refusal, .drop:
          let rows = try QueueRowReader(
            folder: folder, path: output.path, lane: output.lane, safetyKey: options.safetyKey,
            maxLineBytes: options.maxLineBytes)
          try rows.next()
          routed.append(rows)
        }
      }
    }

    /// Finds the one lane that has the line, and compares.
    func match(_ line: LineCursor) throws {
      let number = line.number
      let key = DocumentKey(shard: shard, line: number)
      var lanes = routed.filter { $0.row?.key == key }.map(\.lane)
      if quarantine?.number == number { lanes.append(.quarantine) }
      guard lanes.count < 2 else {
        throw Mismatch("line \(number) is in several lanes: \(lanes.map(\.rawValue).joined(separator: ", "))")
      }
      guard let lane = lanes.first else { return try matchKept(line) }
      if lane == .quarantine {
        guard let quarantine, try line.digestOfLine() == quarantine.digestOfLine() else {
          throw Mismatch("quarantine does not hold the bytes of line \(number)")
        }
        return try quarantine.next()
      }
      guard let rows = routed.first(where: { $0.lane == lane }) else { return }
      let isHash = lane == .drop && hashesDropped
      guard line.isWhole, let row = rows.row, isHash ? row.isHash(of: line.bytes) : row.restores(line.bytes) else {
        throw Mismatch("\(lane.rawValue) without its safety object is not line \(number)")
      }
      try rows.next()
    }

    private func matchKept(_ line: LineCursor) throws {
      guard line.isWhole, let keep, try keep.next() else { throw Mismatch("line \(line.number) is in no lane") }
      keepRows += 1
      guard keep.isWhole, keep.bytes.elementsEqual(line.bytes) else {
        throw Mismatch("line \(line.number) is in no lane: row \(keepRows) of keep is another line")
      }
    }

    func expectEnd() throws {
      if let extra = routed.first(where: { $0.row != nil }), let key = extra.row?.key {
        throw Mismatch("\(extra.lane.rawValue) holds \(key), which is not in the rest of the input")
      }
      if let number = quarantine?.number {
        throw Mismatch("quarantine holds line \(number), which is not in the rest of the input")
      }
      if let keep, try keep.next() { throw Mismatch("row \(keepRows + 1) of keep is not a line of the input") }
    }
  }
}

internal import Foundation
package import SluiceCore
internal import SluiceIO

/// How a run is divided among tasks: `DIR/ledger-parts/division.jsonl`, which the first task writes and all
/// others compare with what they find. The first line says what the run is, each further line is a shard,
/// in byte order of the paths:
///
///     {"format":1,"ledgerMode":"all","modelSHA256":"…","optionsJSON":"…","policySHA256":"…",
///      "shardCount":16,"sluiceVersion":"…"}
///     {"bytes":52428800,"path":"a/part-000.jsonl.gz","task":3}
///
/// A shard's number in every ledger of the run is its place in this list, from 1.
package struct RunDivision: Sendable {
  package struct Shard: Sendable, Hashable, Codable {
    package var bytes: Int
    package var path: Name
    package var task: Int
  }

  /// Of the run as a whole. The host is not part of a division.
  package let identity: RunIdentity
  package let tasks: Int
  package let shards: [Shard]
  /// SHA-256 of the file, lower-case hex.
  package let digest: String
  private let bytes: [UInt8]

  private struct Header: Codable {
    var format: Int
    var ledgerMode: DecisionRecording
    var modelSHA256: String
    var optionsJSON: String
    var policySHA256: String
    var shardCount: Int
    var sluiceVersion: String
  }

  /// Deals shards to tasks.
  ///
  /// - Parameter shards: in byte order of their paths.
  package init(_ shards: [ShardInput], to tasks: Int, identity: RunIdentity) throws {
    self.tasks = tasks
    self.identity = identity
    self.shards = zip(shards, ShardDealing.deal(shards.map(\.size), to: tasks)).map {
      Shard(bytes: $0.size, path: $0.path, task: $1)
    }
    let header = Header(
      format: 1, ledgerMode: identity.recording, modelSHA256: identity.modelSHA256,
      optionsJSON: identity.optionsJSON, policySHA256: identity.policySHA256, shardCount: tasks,
      sluiceVersion: identity.sluiceVersion)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let buffer = ByteBuffer()
    buffer.append(Array(try encoder.encode(header)))
    buffer.append("\n")
    for shard in self.shards {
      buffer.append("{\"bytes\":")
      buffer.append(shard.bytes)
      buffer.append(",\"path\":")
      buffer.appendJSONString(shard.path)
      buffer.append(",\"task\":")
      buffer.append(shard.task)
      buffer.append("}\n")
    }
    bytes = Array(buffer.bytes)
    digest = SHA256Digest.hex(of: bytes)
  }

  package static func path(in folder: String) -> String { "\(folder)/\(RunPart.folderName)/division.jsonl" }

  /// Reads the division of an output folder.
  ///
  /// - Returns: nil if the run is not divided.
  package init?(folder: String) throws {
    let path = Self.path(in: folder)
    guard Folders.exists(path) else { return nil }
    bytes = try SmallFile.bytes(of: path, limit: 1 << 34)
    digest = SHA256Digest.hex(of: bytes)
    do {
      let lines = bytes.split(separator: UInt8(ascii: "\n"))
      let decoder = JSONDecoder()
      let header = try decoder.decode(Header.self, from: Data(lines.first ?? []))
      shards = try lines.dropFirst().map { try decoder.decode(Shard.self, from: Data($0)) }
      tasks = header.shardCount
      identity = RunIdentity(
        sluiceVersion: header.sluiceVersion, modelSHA256: header.modelSHA256, policySHA256: header.policySHA256,
        optionsJSON: header.optionsJSON, host: "", recording: header.ledgerMode)
    } catch {
      throw LedgerError.notADivision(path: path)
    }
    guard (1...1_000_000).contains(tasks),
      shards.allSatisfy({ (0..<tasks).contains($0.task) && (0...1 << 52).contains($0.bytes) })
    else {
      throw LedgerError.notADivision(path: path)
    }
  }

  /// Writes the division unless another task has written one.
  ///
  /// - Returns: the division that holds, this or the other.
  package func publish(in folder: String) throws -> RunDivision {
    try Folders.create("\(folder)/\(RunPart.folderName)", below: folder)
    try Folders.writeOnce(bytes, to: Self.path(in: folder))
    return try RunDivision(folder: folder) ?? self
  }

  /// What a task's ledger calls its run: that of the whole, and which part of which division it is. The
  /// task's hash chain starts from this, so parts of different runs never join.
  package func identity(of part: RunPart, host: String) -> RunIdentity {
    var identity = identity
    identity.host = host
    let task = #""task":{"count":\#(part.count),"division":"\#(digest)","index":\#(part.index)}"#
    identity.optionsJSON = "\(identity.optionsJSON.dropLast())\(identity.optionsJSON == "{}" ? "" : ",")\(task)}"
    return identity
  }

  /// The inverse: what a task's ledger calls its run, as that of the whole.
  ///
  /// - Returns: the identity as it is if it is not a task's.
  static func whole(_ identity: RunIdentity) -> (RunIdentity, isTask: Bool) {
    let options = identity.optionsJSON
    guard options.hasSuffix("}}"), let task = options.range(of: #""task":{"count":"#, options: .backwards) else {
      return (identity, false)
    }
    var whole = identity
    let before = options[..<task.lowerBound]
    whole.optionsJSON = (before.hasSuffix(",") ? before.dropLast() : before) + "}"
    return (whole, true)
  }

  /// Numbers of a task's shards.
  func numbers(of task: Int) -> [Int] { shards.indices.filter { shards[$0].task == task }.map { $0 + 1 } }
}

import Foundation
import SluiceIO

/// How a run is divided among tasks: `DIR/ledger-parts/division.jsonl`, which the first task writes and all
/// others compare with what they find. The first line says what the run is, each further line is a shard,
/// in byte order of the paths:
///
///     {"format":1,"ledger_mode":"all","model_sha256":"…","options_json":"…","policy_sha256":"…",
///      "shard_count":16,"sluice_version":"…"}
///     {"bytes":52428800,"path":"a/part-000.jsonl.gz","task":3}
///
/// A shard's number in every ledger of the run is its place in this list, from 1.
public struct RunDivision: Sendable {
  public struct Shard: Sendable, Hashable, Codable {
    public var bytes: Int
    public var path: String
    public var task: Int
  }

  /// Of the run as a whole. The host is not part of a division.
  public let identity: RunIdentity
  public let tasks: Int
  public let shards: [Shard]
  /// SHA-256 of the file, lower-case hex.
  public let digest: String
  private let bytes: [UInt8]

  private struct Header: Codable {
    var format: Int
    var ledger_mode: DecisionRecording
    var model_sha256: String
    var options_json: String
    var policy_sha256: String
    var shard_count: Int
    var sluice_version: String
  }

  /// Deals shards to tasks.
  ///
  /// - Parameter shards: in byte order of their paths.
  public init(_ shards: [ShardInput], to tasks: Int, identity: RunIdentity) throws {
    self.tasks = tasks
    self.identity = identity
    self.shards = zip(shards, ShardDealing.deal(shards.map(\.size), to: tasks)).map {
      Shard(bytes: $0.size, path: $0.path, task: $1)
    }
    let header = Header(
      format: 1, ledger_mode: identity.recording, model_sha256: identity.modelSHA256,
      options_json: identity.optionsJSON, policy_sha256: identity.policySHA256, shard_count: tasks,
      sluice_version: identity.sluiceVersion)
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

  public static func path(in folder: String) -> String { "\(folder)/\(RunPart.folderName)/division.jsonl" }

  /// Reads the division of an output folder.
  ///
  /// - Returns: nil if the run is not divided.
  public init?(folder: String) throws {
    let path = Self.path(in: folder)
    guard Folders.exists(path) else { return nil }
    bytes = try SmallFile.bytes(of: path, limit: 1 << 34)
    digest = SHA256Digest.hex(of: bytes)
    do {
      let lines = bytes.split(separator: UInt8(ascii: "\n"))
      let decoder = JSONDecoder()
      let header = try decoder.decode(Header.self, from: Data(lines.first ?? []))
      shards = try lines.dropFirst().map { try decoder.decode(Shard.self, from: Data($0)) }
      tasks = header.shard_count
      identity = RunIdentity(
        sluiceVersion: header.sluice_version, modelSHA256: header.model_sha256, policySHA256: header.policy_sha256,
        optionsJSON: header.options_json, host: "", recording: header.ledger_mode)
    } catch {
      throw LedgerError.notADivision(path: path)
    }
    guard tasks > 0, shards.allSatisfy({ (0..<tasks).contains($0.task) }) else {
      throw LedgerError.notADivision(path: path)
    }
  }

  /// Writes the division unless another task has written one.
  ///
  /// - Returns: the division that holds, this or the other.
  public func publish(in folder: String) throws -> RunDivision {
    try Folders.create("\(folder)/\(RunPart.folderName)")
    try Folders.writeOnce(bytes, to: Self.path(in: folder))
    return try RunDivision(folder: folder) ?? self
  }

  /// What a task's ledger calls its run: that of the whole, and which part of which division it is. The
  /// task's hash chain starts from this, so parts of different runs never join.
  public func identity(of part: RunPart, host: String) -> RunIdentity {
    var identity = identity
    identity.host = host
    let task = #""task":{"count":\#(part.count),"division":"\#(digest)","index":\#(part.index)}"#
    identity.optionsJSON = "\(identity.optionsJSON.dropLast())\(identity.optionsJSON == "{}" ? "" : ",")\(task)}"
    return identity
  }

  /// Numbers of a task's shards.
  func numbers(of task: Int) -> [Int] { shards.indices.filter { shards[$0].task == task }.map { $0 + 1 } }
}

internal import Foundation
internal import SluiceIO

/// The options that decide a run's bytes, as the ledger keeps them. A rerun must bring the same; those
/// that only decide its speed (`--jobs`) are not here.
struct RunOptionsRecord: Codable, Equatable {
  var attributes: Bool
  var codec: OutputCodec
  var fields: FieldPaths
  var ledger: String
  var maxLineBytes: Int
  var maxWindowLog: Int
  var safetyKey: String
  var salvage: Bool
  /// What queues and attributes call the model: a renamed file of equal content would write other bytes.
  var modelName: String?
  /// Whether the input is the quarantine of another run (`--input-quarantine`).
  var inputQuarantine: Bool?
  /// `hashes` where drop/ does not hold documents; nil where it does.
  var drop: String?

  /// Which part of which divided run, in a task's ledger (`RunDivision.identity(of:host:)` writes it).
  var task: Task?

  struct Task: Codable, Equatable {
    var count: Int
    var division: String
    var index: Int
  }

  /// JSON with sorted keys, so that equal options are equal bytes.
  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  init(
    attributes: Bool, codec: OutputCodec, fields: FieldPaths, ledger: String, maxLineBytes: Int, maxWindowLog: Int,
    safetyKey: String, salvage: Bool, modelName: String, inputQuarantine: Bool,
    hashesDropped: Bool
  ) {
    self.attributes = attributes
    self.codec = codec
    self.fields = fields
    self.ledger = ledger
    self.maxLineBytes = maxLineBytes
    self.maxWindowLog = maxWindowLog
    self.safetyKey = safetyKey
    self.salvage = salvage
    self.modelName = modelName
    self.inputQuarantine = inputQuarantine
    drop = hashesDropped ? DroppedForm.hashes.rawValue : nil
  }

  var hashesDropped: Bool { drop == DroppedForm.hashes.rawValue }

  /// How the run read its inputs; checks must cut them into the same lines.
  var readerOptions: ShardReader.Options {
    var reader = ShardReader.Options()
    reader.maxLineBytes = maxLineBytes
    reader.maxWindowLog = maxWindowLog
    reader.replaysQuarantine = inputQuarantine ?? false
    return reader
  }

  /// What a ledger's `options_json` must be, and is not.
  struct Unreadable: Error, CustomStringConvertible {
    var description: String { "the ledger's options_json is not what sluice wrote; the ledger was edited or damaged" }
  }

  init(json: String) throws {
    guard let record = try? JSONDecoder().decode(Self.self, from: Data(json.utf8)) else { throw Unreadable() }
    self = record
  }

  /// Options by the name a user knows, for comparing.
  var named: [(name: String, value: String)] {
    [
      ("--attributes", String(attributes)), ("--codec", codec.compression.rawValue), ("--level", String(codec.level)),
      ("--fields", "text=\(fields.text),id=\(fields.id),source=\(fields.source),url=\(fields.url)"),
      ("--ledger", ledger), ("--max-line-bytes", String(maxLineBytes)), ("--max-window-log", String(maxWindowLog)),
      ("--safety-key", safetyKey), ("--salvage", String(salvage)), ("model name", modelName ?? ""),
      ("--input-quarantine", String(inputQuarantine ?? false)), ("--drop", drop ?? DroppedForm.documents.rawValue),
    ]
  }

  /// Where two records differ.
  func differences(now: Self) -> [Drift.Difference] {
    zip(named, now.named).filter { $0.value != $1.value }.map {
      Drift.Difference(what: $0.name, then: $0.value, now: $1.value)
    }
  }
}

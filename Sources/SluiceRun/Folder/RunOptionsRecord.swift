internal import Foundation
package import SluiceIO
package import SluiceLedger

/// The options that decide a run's bytes, as the ledger keeps them. A rerun must bring the same; those
/// that only decide its speed (`--jobs`) are not here.
package struct RunOptionsRecord: Codable, Equatable, Sendable {
  package var attributes: Bool
  package var codec: OutputCodec
  package var fields: FieldPaths
  package var ledger: DecisionRecording
  package var maxLineBytes: Int
  package var maxWindowLog: Int
  package var safetyKey: String
  package var salvage: Bool
  /// What queues and attributes call the model: a renamed file of equal content would write other bytes.
  package var modelName: String?
  /// Whether the input is the quarantine of another run (`--input-quarantine`).
  package var inputQuarantine: Bool?
  /// `hashes` where drop/ does not hold documents; nil where it does.
  package var drop: String?

  /// Which part of which divided run, in a task's ledger (`RunDivision.identity(of:host:)` writes it).
  package var task: Task?

  package struct Task: Codable, Equatable, Sendable {
    package var count: Int
    package var division: String
    package var index: Int
  }

  /// JSON with sorted keys, so that equal options are equal bytes.
  package func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  package init(
    attributes: Bool, codec: OutputCodec, fields: FieldPaths, ledger: DecisionRecording, maxLineBytes: Int,
    maxWindowLog: Int,
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

  package var hashesDropped: Bool { drop == DroppedForm.hashes.rawValue }

  /// How the run read its inputs, for reading committed shards again: into the same lines, whatever they hold.
  package var readerOptions: ShardReader.Options {
    var reader = ShardReader.Options.known
    reader.maxLineBytes = maxLineBytes
    reader.maxWindowLog = maxWindowLog
    reader.replaysQuarantine = inputQuarantine ?? false
    return reader
  }

  /// What a ledger's `options_json` must be, and is not.
  package struct Unreadable: Error, CustomStringConvertible {
    package var description: String {
      "the ledger's options_json is not what sluice wrote; the ledger was edited or damaged"
    }
  }

  package init(json: String) throws {
    guard let record = try? JSONDecoder().decode(Self.self, from: Data(json.utf8)),
      (1...1 << 31).contains(record.maxLineBytes), (10...31).contains(record.maxWindowLog),
      OutputCodec.levels(of: record.codec.compression).contains(record.codec.level)
    else { throw Unreadable() }
    self = record
  }

  /// Options by the name a user knows, for comparing.
  package var named: [(name: String, value: String)] {
    [
      ("--attributes", String(attributes)), ("--codec", codec.compression.rawValue), ("--level", String(codec.level)),
      ("--fields", fields.listed),
      ("--ledger", ledger.rawValue), ("--max-line-bytes", String(maxLineBytes)),
      ("--max-window-log", String(maxWindowLog)),
      ("--safety-key", safetyKey), ("--salvage", String(salvage)), ("model name", modelName ?? ""),
      ("--input-quarantine", String(inputQuarantine ?? false)), ("--drop", drop ?? DroppedForm.documents.rawValue),
    ]
  }

  /// Where two records differ.
  package func differences(now: Self) -> [Drift.Difference] {
    Drift.differences(zip(named, now.named).map { ($0.name, $0.value, $1.value) })
  }
}

/// What `drop/` holds (`--drop`).
package enum DroppedForm: String, CaseIterable, Sendable {
  case documents, hashes
}

extension FieldPaths {
  /// As `--fields` names them.
  var listed: String { "text=\(text),id=\(id),source=\(source),url=\(url)" }
}

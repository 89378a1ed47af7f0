internal import Foundation
internal import SluiceIO

/// Which decisions have a row in the ledger (`--ledger`). Totals are complete either way.
package enum DecisionRecording: String, CaseIterable, Sendable, Codable {
  /// Every document.
  case all
  /// Documents whose route is not keep.
  case routed
}

/// What defines a run, as the command knows it when it starts one.
package struct RunIdentity: Sendable, Hashable {
  package var sluiceVersion: String
  /// SHA-256 of the model file, lower-case hex.
  package var modelSHA256: String
  /// SHA-256 of the policy as read, lower-case hex.
  package var policySHA256: String
  /// The options that decide the outcome, as JSON with sorted keys. Options that do not (`--jobs`,
  /// paths of logs) do not belong here: the hash chain starts from this text.
  package var optionsJSON: String
  /// Where the run was started. Recorded, not part of the hash chain.
  package var host: String
  package var recording: DecisionRecording

  package init(
    sluiceVersion: String, modelSHA256: String, policySHA256: String, optionsJSON: String, host: String,
    recording: DecisionRecording = .all
  ) {
    self.sluiceVersion = sluiceVersion
    self.modelSHA256 = modelSHA256
    self.policySHA256 = policySHA256
    self.optionsJSON = optionsJSON
    self.host = host
    self.recording = recording
  }

  /// What the hash chain starts from: the `prev_hash` of the first committed shard.
  package var genesisHash: String {
    let hasher = CanonicalHasher("sluice run 1")
    hasher.text(sluiceVersion)
    hasher.text(modelSHA256)
    hasher.text(policySHA256)
    hasher.text(optionsJSON)
    hasher.text(recording.rawValue)
    return hasher.hex()
  }
}

/// A row of `runs`.
package struct RunRecord: Sendable, Hashable {
  package var id: Int
  package var identity: RunIdentity
  /// UTC, as `2026-11-22T03:15:41Z`.
  package var startedAt: String
  /// nil until every shard was committed or failed.
  package var finishedAt: String?
  /// Committed shards.
  package var chainLength: Int
  /// Entry hash of the shard committed last; the genesis hash before the first.
  package var chainHead: String
  /// As stored; equals `identity.genesisHash` unless the ledger was edited.
  package var genesisHash: String
}

extension RunRecord {
  static let columns = """
    id, started_at, finished_at, sluice_version, model_sha256, policy_sha256, options_json, host, ledger_mode, \
    genesis_hash, chain_length, chain_head
    """

  init(_ row: StatementRow) {
    self.init(
      id: row.count(0),
      identity: RunIdentity(
        sluiceVersion: row.text(3), modelSHA256: row.text(4), policySHA256: row.text(5), optionsJSON: row.text(6),
        host: row.text(7), recording: DecisionRecording(rawValue: row.text(8)) ?? .all),
      startedAt: row.text(1), finishedAt: row.optionalText(2), chainLength: row.count(10),
      chainHead: row.text(11), genesisHash: row.text(9))
  }
}

/// The time as the ledger writes it: UTC to the second, `2026-11-22T03:15:41Z`.
enum Timestamp {
  static func now() -> String { Date().ISO8601Format() }
}

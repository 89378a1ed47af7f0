/// Where a report's numbers come from.
package struct RunFacts: Codable, Sendable {
  /// `scan` or `run`.
  package var kind: String
  /// What was read, as the user named it; for a run, its folder.
  package var inputs: [String]
  /// UTC, when the report was made.
  package var madeAt: String
  package var sluiceVersion: String
  package var model: String
  package var modelSHA256: String
  package var policy: String
  package var policySHA256: String
  /// The options that decide the outcome, by name.
  package var options: [String: String]
  package var shards: Int
  /// Compressed bytes read.
  package var inputBytes: Int
  /// How long the work took; 0 if unknown.
  package var seconds: Double
  /// Share of the documents that were scored; 1 without sampling.
  package var sample: Double

  package init(
    kind: String, inputs: [String], madeAt: String, sluiceVersion: String, model: String, modelSHA256: String,
    policy: String, policySHA256: String, options: [String: String], shards: Int, inputBytes: Int, seconds: Double,
    sample: Double
  ) {
    self.kind = kind
    self.inputs = inputs
    self.madeAt = madeAt
    self.sluiceVersion = sluiceVersion
    self.model = model
    self.modelSHA256 = modelSHA256
    self.policy = policy
    self.policySHA256 = policySHA256
    self.options = options
    self.shards = shards
    self.inputBytes = inputBytes
    self.seconds = seconds
    self.sample = sample
  }
}

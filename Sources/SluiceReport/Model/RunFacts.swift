/// Where a report's numbers come from.
public struct RunFacts: Codable, Sendable {
  /// `scan` or `run`.
  public var kind: String
  /// What was read, as the user named it; for a run, its folder.
  public var inputs: [String]
  /// UTC, when the report was made.
  public var madeAt: String
  public var sluiceVersion: String
  public var model: String
  public var modelSHA256: String
  public var policy: String
  public var policySHA256: String
  /// The options that decide the outcome, by name.
  public var options: [String: String]
  public var shards: Int
  /// Compressed bytes read.
  public var inputBytes: Int
  /// How long the work took; 0 if unknown.
  public var seconds: Double
  /// Share of the documents that were scored; 1 without sampling.
  public var sample: Double

  public init(
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

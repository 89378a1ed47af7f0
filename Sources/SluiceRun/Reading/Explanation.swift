package import SluiceCore
internal import SluiceIO
internal import SluiceLedger

/// Why a document went where it went.
package struct Explanation: Encodable {
  package var key: String
  package var id: String?
  package var source: String?
  package var score: Int?
  package var expected: Double?
  package var probabilities: [Double]?
  package var category: String?
  package var stance: String?
  package var language: String?
  /// Unicode scalars of the text.
  package var span: [Int]?
  package var textBytes: Int?
  package var contentHash: String?
  package var route: String
  /// The policy's rule, or the reason of quarantine.
  package var rule: String
  package var detail: String?
  package var queue: String?
  package var modelSHA256: String?
  package var policySHA256: String?
  package var text: String?
  /// Words of the span and what each adds to the logit of level 3; only with the text.
  package var features: [DrivingFeature]?
  package var note: String?
  /// What was asked about, if it was made from this document.
  package var made: MadeStory?
  /// The places of the document, or of what was made from it, in training sets.
  package var mixes: [String]?

  /// A document without a decision in the ledger.
  package init(key: String, note: String) {
    self.key = key
    self.note = note
    route = "no row in the ledger"
    rule = "-"
  }

  init(_ decision: DecisionRecord, queue: String?, run: RunRecord) {
    key = decision.key.description
    id = decision.documentID?.text
    source = decision.source?.text
    score = Int(decision.score.rawValue)
    expected = decision.probabilities.expected
    probabilities = SafetyScore.allCases.map { decision.probabilities[$0] }
    category = decision.category.rawValue
    stance = decision.stance.rawValue
    language = decision.language.rawValue
    span = [decision.scalarSpan.lowerBound, decision.scalarSpan.upperBound]
    textBytes = decision.textBytes
    contentHash = ContentHash.hex(decision.contentHash)
    route = decision.route.rawValue
    rule = decision.rule
    self.queue = queue
    modelSHA256 = run.identity.modelSHA256
    policySHA256 = run.identity.policySHA256
  }

  init(_ quarantined: QuarantineRecord) {
    key = quarantined.key.description
    route = Lane.quarantine.rawValue
    rule = quarantined.reason.rawValue
    detail =
      "\(quarantined.reason.explanation); the line starts at byte \(quarantined.byteOffset) of the decompressed shard"
  }
}

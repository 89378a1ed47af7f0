internal import SluiceCore
package import SluiceLedger

/// How far a stage has come: requested = accepted + rejected + pending.
package struct SynthesisSummary: Codable {
  package var stage: String
  package var requested = 0
  package var accepted = 0
  /// By reason.
  package var rejected: [String: Int] = [:]
  package var pending = 0
  package var tokensIn = 0
  package var tokensOut = 0

  /// One for each stage that was begun, in the order of the stages.
  package static func read(_ reader: LedgerReader) throws -> [SynthesisSummary] {
    let counts = try reader.synthesisCounts()
    return SynthesisStage.allCases.compactMap { stage in
      let own = counts.filter { $0.stage == stage }
      guard !own.isEmpty else { return nil }
      var summary = SynthesisSummary(stage: stage.rawValue)
      for count in own {
        summary.requested += count.requests
        summary.tokensIn += count.tokensIn
        summary.tokensOut += count.tokensOut
        switch count.outcome {
        case .accepted: summary.accepted += count.requests
        case .pending: summary.pending += count.requests
        default: summary.rejected[count.outcome.rawValue, default: 0] += count.requests
        }
      }
      return summary
    }
  }
}

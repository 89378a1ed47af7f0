package import SluiceCore
package import SluiceLedger

/// A request of a synthesis stage: its row of the ledger, and the text if its answer was accepted.
package struct SynthesisRow: RequestRow, Sendable, Hashable {
  package var attempt: SynthesisAttempt
  package var text: AcceptedText?

  package init(_ attempt: SynthesisAttempt, text: AcceptedText? = nil) {
    self.attempt = attempt
    self.text = text
  }

  package var documentKey: String { attempt.key }
  package var requestHash: String { attempt.requestHash }
  package var outcome: SynthesisOutcome {
    get { attempt.outcome }
    set { attempt.outcome = newValue }
  }
  package var tokensIn: Int? { attempt.tokensIn }
  package var tokensOut: Int? { attempt.tokensOut }
}

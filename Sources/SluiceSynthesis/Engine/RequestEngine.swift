/// Asks a model what a stage has due: live (`runLive`), or by batch files (`writeBatches`, `importAnswers`).
///
/// A request is identified by the SHA-256 of its body and is pending, answered (accepted or rejected for a
/// reason), or without an answer, in which case it is due again. It is recorded before it is sent where the
/// store says so, and an answer is recorded before anything follows from it: wherever the process dies, nothing
/// is lost and no recorded answer is paid for twice. The stage decides what to ask and judges the answers, the store
/// keeps them, and everything in between is here, the same for every stage.
package struct RequestEngine<Stage: RequestStage> {
  package typealias Row = Stage.Store.Row

  let stage: Stage

  package init(_ stage: Stage) { self.stage = stage }
}

internal import SluiceCore
internal import SluiceReport
internal import SluiceSynthesis
internal import SluiceTraining

/// What one call of `annotate` with a model did.
struct AnnotationSummary: Encodable {
  var output: String
  var written: Int
  var labelled: Int
  var documents: Int
  /// Documents that lost every vote.
  var withoutLabel: Int
  var agreement: VoteAgreement?
  var call: StageResult

  func render() -> String {
    var text = call.renderCall()
    if let agreement { text += agreement.render() }
    text +=
      "\(output): \(written.counted("label")) written, \(Numbers.count(labelled)) of \(documents.counted("document")) labelled\n"
    if withoutLabel > 0 {
      text += "no label for \(withoutLabel.counted("document")): no answer was a judgement\n"
    }
    return text
  }
}

extension VoteAgreement {
  func render() -> String {
    func share(_ value: Double) -> String { Numbers.decimal(100 * value, 1) + " %" }
    return
      "agreement of votes on \(documents.counted("document")): unanimous \(share(unanimous)), pairs exactly the same "
      + "\(share(exact)), within one level \(share(withinOne)), quadratic weighted kappa "
      + (quadraticKappa.map { Numbers.decimal($0, 3) } ?? "- (all of one level)") + "\n"
  }
}

extension Agreement {
  func render() -> String {
    func share(_ value: Double) -> String { Numbers.decimal(100 * value, 1) + " %" }
    return """
      documents judged by both  \(Numbers.count(documents))
      exactly the same level    \(share(exact))
      within one level          \(share(withinOne))
      quadratic weighted kappa  \(quadraticKappa.map { Numbers.decimal($0, 3) } ?? "- (all of one level)")
      same category             \(share(category))
      same stance               \(share(stance))

      """
  }
}

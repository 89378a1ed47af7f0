internal import Logging
internal import SluiceCore
internal import SluiceReport
internal import SluiceRun
internal import SluiceSynthesis

/// What one call of `synthesize` did.
struct StageResult: Encodable {
  var stage: String
  var batch: BatchReport?
  var imported: ImportReport?
  var live: LiveReport?
  /// The stage, all calls together.
  var total: SynthesisSummary?

  init(stage: String) { self.stage = stage }

  /// Whether something was skipped, or is left for the same command to continue with.
  var isIncomplete: Bool {
    if let imported {
      return imported.malformed + imported.unknown + imported.documentGone > 0 || imported.unreadableFile != nil
        || imported.isFruitless
    }
    if let live, live.stopped != nil || live.unanswered > 0 || live.unreadableFile != nil { return true }
    return leftToPeople > 0
  }

  /// Documents that no language model may see.
  private var leftToPeople: Int { batch?.leftToPeople ?? live?.leftToPeople ?? 0 }

  func render(folder: String) -> String {
    renderCall() + "\(folder)\n" + (total?.render() ?? "  \(stage): nothing to do\n")
  }

  /// What this call did, without the sum over all calls.
  func renderCall() -> String {
    var text = ""
    if let batch {
      for file in batch.files { text += "\(file)\n" }
      text += "\(batch.requests.counted("request")) written in \(batch.files.count.counted("file"))\n"
      if batch.alreadyWritten > 0 {
        text += "in files of this folder already: \(batch.alreadyWritten.counted("request"))\n"
      }
      if batch.skipped > 0 { text += "\(batch.skipped.counted("document")) skipped: longer than --max-words\n" }
    }
    if let imported {
      text += "\(imported.lines.counted("line")) read: "
      var counts = imported.outcomes
      for (name, count) in [
        ("duplicate", imported.duplicate), ("unknown", imported.unknown), ("malformed", imported.malformed),
        ("document_gone", imported.documentGone),
      ] where count > 0 { counts[name] = count }
      text += (counts.isEmpty ? "no answers" : SynthesisSummary.list(counts)) + "\n"
      if imported.missing > 0 {
        text +=
          "\(imported.missing.counted("request")) of these batches without an answer; --batch asks again\n"
      }
    }
    if let live { text += live.render() }
    if leftToPeople > 0 { text += "\(leftToPeople.counted("document")) left to people\n" }
    return text
  }

  func warn(_ logger: Logger) {
    if let place = imported?.firstMalformed {
      logger.warning("no answer in \(imported!.malformed.counted("line")); the first is \(place)")
    }
    if let imported, imported.unknown > 0 {
      logger.warning("no request of this stage for \(imported.unknown.counted("answer")); of another run?")
    }
    if leftToPeople > 0 {
      logger.warning(
        "\(leftToPeople.counted("document")) not sent: sexual content and minors is for people (docs/policy.md)")
    }
    if let imported, imported.isFruitless { logger.warning("no answer was accepted") }
    if let path = imported?.unreadableFile ?? live?.unreadableFile {
      logger.warning("answers that could not be read are kept in \(path)")
    }
    if let reason = live?.stopped { logger.warning("\(reason)") }
  }
}

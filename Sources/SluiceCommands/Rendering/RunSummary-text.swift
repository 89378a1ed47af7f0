internal import SluiceCore
internal import SluiceLedger
internal import SluiceReport
package import SluiceRun

extension RunSummary {
  package func render() -> String {
    let total = shards.values.reduce(0, +)
    var text =
      "\(folder.shown): \(task.map { "\($0): " } ?? "")\(Numbers.count(shards[ShardState.done.rawValue] ?? 0)) of \(total.counted("shard")) done"
    if !complete, inputBytes > 0 { text += ", \(Numbers.percent(inputBytesDone, of: inputBytes)) of the bytes" }
    text += "\n"
    for lane in Route.allCases {
      let sum = routes[lane.rawValue]!
      text +=
        "  \(Self.pad(lane.rawValue)) \(sum.documents.counted("document")), \(sum.words.counted("word"))\n"
    }
    text += "  \(Self.pad("quarantine")) \(quarantinedLines.counted("line"))"
    if quarantinedLines > 0 {
      text +=
        " ("
        + quarantine.sorted { $0.key < $1.key }.map { "\($0.key) \(Numbers.count($0.value))" }.joined(separator: ", ")
        + ")"
    }
    text += "\n  \(Self.pad("lines in")) \(Numbers.count(lines))"
    if blankLines > 0 { text += ", of them \(Numbers.count(blankLines)) blank" }
    text += "\n  scores 0-5  " + levels.map(Numbers.count).joined(separator: "  ") + "\n"
    for stage in synthesis { text += stage.render() }
    for shard in salvagedShards { text += "  salvaged \(shard.shard): \(shard.error.shown)\n" }
    for shard in failedShards { text += "  failed \(shard.shard): \(shard.error.shown)\n" }
    for sentence in otherFiles.sentences { text += "  \(sentence)\n" }
    return text
  }

  /// For a run that a command finds finished.
  package func renderFinished() -> String {
    "Nothing to do: this \(task == nil ? "run" : "task's part of the run") is finished.\n" + render()
  }

  /// What to do after a run.
  package func nextSteps() -> String {
    "To see why a document was routed as it was: sluice explain \(folder.shown) <id or shard#line>\n"
      + (task == nil ? "" : "When all tasks are done: sluice ledger merge \(folder.shown)\n")
  }

  private static func pad(_ text: String) -> String { text + String(repeating: " ", count: max(0, 16 - text.count)) }
}

internal import SluiceCore
internal import SluiceIO
internal import SluiceLedger
internal import SluiceRun

/// What `ledger merge` has joined.
struct MergeSummary: Encodable {
  var folder: String
  var isNew: Bool
  var tasks: Int
  var shards: Int
  var decisions: Int
  /// End of the chain over the tasks' chains; keep it elsewhere to notice a ledger replaced as a whole.
  var head: String
  var failedShards: [Name]
  /// What the tasks met in the input folders besides shards.
  var otherFiles: [OtherFile]

  init(folder: String, outcome: LedgerMerge.Outcome, others: [OtherFile]) {
    self.folder = folder
    isNew = outcome.isNew
    tasks = outcome.tasks
    shards = outcome.shards
    decisions = outcome.decisions
    head = outcome.head
    failedShards = outcome.failed
    otherFiles = others
  }

  func render() -> String {
    let counts =
      "the ledgers of \(tasks.counted("task")): \(shards.counted("shard")), "
      + "\(decisions.counted("decision"))"
    return "\(folder.shown): \(isNew ? "joined" : "nothing to do, joined before:") \(counts)\n"
      + "chain head \(head)\n"
      + failedShards.map { "  failed \($0)\n" }.joined() + otherFiles.sentences.map { "  \($0)\n" }.joined()
  }
}

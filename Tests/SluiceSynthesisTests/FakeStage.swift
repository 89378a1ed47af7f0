import Foundation
import SluiceCore
import SluiceSynthesis

struct FakeDocument: RequestSubject {
  var key: String
}

struct FakeRow: RequestRow, Hashable {
  var documentKey: String
  var requestHash: String
  var attempt: Int
  var outcome = SynthesisOutcome.pending
  var tokensIn: Int?
  var tokensOut: Int?
}

/// Keeps rows in memory, and notes what was asked of it.
final class FakeStore: RequestStore {
  var rows: [FakeRow] = []
  var aside = AsideFile(path: NSTemporaryDirectory() + "sluice-aside-" + UUID().uuidString)
  /// Sizes of the transactions of `record`.
  var recorded: [Int] = []
  var finished = 0
  var batches: [String: [String]] = [:]
  var imported: Set<String> = []

  func spent() -> TokenCount { TokenCount() }

  func row(requestHash: String) -> FakeRow? { rows.last { $0.requestHash == requestHash } }

  func begin(_ requests: [DueRequest<FakeRow>], inBatch file: String?) {
    rows += requests.filter(\.isNew).map(\.row)
    if let file { batches[file] = requests.map(\.row.requestHash) }
  }

  func record(_ new: [FakeRow], fromBatch: Bool) {
    recorded.append(new.count)
    for row in new {
      rows[rows.lastIndex { $0.requestHash == row.requestHash }!] = row
      if fromBatch { imported.formUnion(batches.filter { $0.value.contains(row.requestHash) }.map(\.key)) }
    }
  }

  func reopen(_ row: FakeRow) -> FakeRow {
    var next = row
    next.attempt += 1
    next.outcome = .pending
    rows.append(next)
    return next
  }

  func finish() { finished += 1 }

  func batchFolder(_ path: String) -> BatchFolder {
    var folder = BatchFolder(path: path)
    folder.holds = { [self] hash in
      batches.contains { $0.key.hasPrefix(path + "/") && !imported.contains($0.key) && $0.value.contains(hash) }
    }
    return folder
  }

  func missing() -> Int {
    rows.count { row in row.outcome == .pending && imported.contains { batches[$0]!.contains(row.requestHash) } }
  }

  func outcomes() -> [String: SynthesisOutcome] { Dictionary(rows.map { ($0.documentKey, $0.outcome) }) { $1 } }
}

/// Asks about documents by their keys. An answer that begins with "ok" is accepted.
final class FakeStage: RequestStage {
  typealias Document = FakeDocument
  typealias Store = FakeStore

  let name = "fake"
  let store = FakeStore()
  var keys: [String]
  var skippedKeys: Set<String> = []
  var keysForPeople: Set<String> = []
  /// Requests that are due at once for a document.
  var parts = 1
  var mostRejections = 2

  init(_ keys: [String]) { self.keys = keys }

  func documentCount() -> Int { keys.count }

  func documents() -> Documents {
    var left = keys.makeIterator()
    return { left.next().map { FakeDocument(key: $0) } }
  }

  func documents(of rows: [FakeRow]) -> Documents {
    let wanted = Set(rows.map(\.documentKey))
    var left = keys.filter(wanted.contains).makeIterator()
    return { left.next().map { FakeDocument(key: $0) } }
  }

  func planner(_ options: ModelOptions) -> Planner { { self.state(of: $0, options) } }

  func isForPeople(_ document: FakeDocument) -> Bool { keysForPeople.contains(document.key) }

  private func state(of document: FakeDocument, _ options: ModelOptions) -> DocumentState<FakeRow> {
    if skippedKeys.contains(document.key) { return .skipped }
    let own = store.rows.filter { $0.documentKey == document.key }
    if own.count(where: { $0.outcome == .accepted }) == parts { return .done }
    let rejected = own.count { $0.outcome.isAnswered && $0.outcome != .accepted }
    if rejected >= mostRejections { return .exhausted }
    return .due(
      (1...parts).map { part in
        let message = ChatMessage(role: "user", content: "\(document.key), part \(part), in words \(rejected)")
        let request = ChatRequest([message], options: options)
        let pending = own.last { $0.requestHash == request.hash && $0.outcome == .pending }
        let row = FakeRow(documentKey: document.key, requestHash: request.hash, attempt: own.count + part)
        var due = DueRequest(row: pending ?? row, request: request)
        due.isNew = pending == nil
        return due
      })
  }

  func judge(_ answer: ChatAnswer, to row: FakeRow, about document: FakeDocument) -> FakeRow {
    var row = row
    row.tokensIn = answer.tokensIn
    row.tokensOut = answer.tokensOut
    row.outcome = answer.content?.hasPrefix("ok") == true ? .accepted : .badFormat
    return row
  }
}

extension ModelOptions {
  static let test = ModelOptions(model: "m", maxTokens: 100, temperature: 0)
}

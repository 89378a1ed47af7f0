internal import Foundation
internal import SluiceCore
internal import SluiceIO

/// All requests of an annotation: JSON Lines, on disk before the work continues. The last line of a request
/// counts. One owner at a time; the file is locked.
///
/// Live requests are not recorded before they are sent: a vote costs little, and is asked again if the process
/// dies.
package final class VoteLog: RequestStore {
  package let aside: AsideFile
  private let file: AppendedFile
  private var rows: [VoteSlot: [VoteRow]] = [:]
  private var latest: [Name: VoteRow] = [:]
  private var tokens = TokenCount()

  /// Opens a log, or begins one. A last line that a crash has torn is cut off: nothing was built on it.
  ///
  /// - Throws: `IOFailure` if another process has the log open, or a line is broken.
  package init(path: String) throws {
    aside = AsideFile(path: path + ".unreadable")
    file = try AppendedFile(path: path, busy: "another sluice process is working with this file; wait for it")
    let cursor = try LineCursor(path: path)
    let decoder = JSONDecoder()
    var read: [VoteRow] = []
    var length = 0
    while try cursor.next() {
      guard let row = try? decoder.decode(VoteRow.self, from: Data(cursor.bytes)) else {
        guard try !cursor.next() else {
          throw IOFailure(.corrupt, path: path, "line \(cursor.number - 1) was not written by sluice")
        }
        break
      }
      read.append(row)
      length += cursor.bytes.count + 1
    }
    // The last line may lack its end and nothing else.
    let size = try FileTree.status(path)?.bytes ?? 0
    if length > size {
      read.removeLast()
      length -= cursor.bytes.count + 1
    }
    try file.cut(to: length)
    read.forEach(add)
  }

  private func add(_ row: VoteRow) {
    rows[row.slot, default: []].append(row)
    latest[Name(row.requestHash)] = row
    tokens += row.tokens
  }

  /// In the order they were written.
  package func rows(of slot: VoteSlot) -> [VoteRow] { rows[slot] ?? [] }

  package func spent() -> TokenCount { tokens }

  package func row(requestHash: String) -> VoteRow? { latest[Name(requestHash)] }

  package func begin(_ requests: [DueRequest<VoteRow>], inBatch file: String?) throws {
    if file != nil { try append(requests.map(\.row)) }
  }

  package func record(_ rows: [VoteRow], fromBatch: Bool) throws { try append(rows) }

  package func reopen(_ row: VoteRow) -> VoteRow { row }

  package func finish() {}

  package func batchFolder(_ path: String) -> BatchFolder { BatchFolder(path: path) }

  package func missing() -> Int { latest.values.count { $0.outcome == .pending } }

  private func append(_ new: [VoteRow]) throws {
    guard !new.isEmpty else { return }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try file.append(new.flatMap { Array(try encoder.encode($0)) + [UInt8(ascii: "\n")] })
    new.forEach(add)
  }
}

internal import Foundation
internal import SluiceCore
internal import SluiceIO

/// One request of an annotation and what came of it.
struct VoteRow: Codable, Sendable, Hashable {
  var id: String
  /// From 1.
  var vote: Int
  /// Whether it asks again after an answer that was no judgement.
  var isRepair: Bool
  var requestHash: String
  var model: String
  var promptVersion: String
  var outcome: SynthesisOutcome
  var judgement: Vote?
  /// The answer that was no judgement, for the repair to point at.
  var answer: String?
  var tokensIn: Int?
  var tokensOut: Int?
}

/// All requests of an annotation, a line each, on disk before the work goes on. The last line of a request
/// counts.
final class VoteLog {
  private(set) var rows: [VoteRow] = []
  private let file: AppendedFile

  init(path: String) throws {
    file = try AppendedFile(path: path, busy: "another sluice process is working with this file; wait for it")
    let cursor = try LineCursor(path: path)
    let decoder = JSONDecoder()
    var length = 0
    while try cursor.next() {
      guard let row = try? decoder.decode(VoteRow.self, from: Data(cursor.bytes)) else {
        // The last line may be torn by a crash; it was never counted on.
        guard try !cursor.next() else {
          throw IOFailure(.corrupt, path: path, "line \(cursor.number - 1) is not one that sluice has written")
        }
        break
      }
      rows.append(row)
      length += cursor.bytes.count + 1
    }
    try file.cut(to: length)
  }

  func append(_ new: [VoteRow]) throws {
    guard !new.isEmpty else { return }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try file.append(new.flatMap { Array(try encoder.encode($0)) + [UInt8(ascii: "\n")] })
    rows += new
  }
}

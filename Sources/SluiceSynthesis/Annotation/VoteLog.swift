internal import Foundation
internal import SluiceCore
internal import SluiceIO

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

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

/// All requests of an annotation, a line each, appended and flushed before the work goes on. Locked while
/// it is open, readable by its owner only. The last line of a request counts.
final class VoteLog {
  private(set) var rows: [VoteRow] = []
  private let path: String
  private let descriptor: Int32

  init(path: String) throws {
    self.path = path
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Self.failure(path, "cannot open the file") }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw IOFailure(.unwritable, path: path, "another sluice process is working with this file; wait for it")
    }
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
    guard ftruncate(descriptor, off_t(length)) == 0, lseek(descriptor, 0, SEEK_END) >= 0 else {
      throw Self.failure(path, "cannot go on where the file ends")
    }
  }

  deinit { close(descriptor) }

  func append(_ new: [VoteRow]) throws {
    guard !new.isEmpty else { return }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let bytes = try new.flatMap { Array(try encoder.encode($0)) + [UInt8(ascii: "\n")] }
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress! + done, bytes.count - done) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw Self.failure(path, "writing failed") }
      done += count
    }
    guard fsync(descriptor) == 0 else { throw Self.failure(path, "flushing to disk failed") }
    rows += new
  }

  private static func failure(_ path: String, _ action: String) -> IOFailure {
    IOFailure(.unwritable, path: path, "\(action): \(String(cString: strerror(errno)))")
  }
}

import Foundation
import SluiceCore
import SluiceIO
import SluiceLedger
import SluicePipeline
import SluiceReport
import SluiceRun

/// What a run's report has to say, counted again from its queue files with other code than that of reports. Lines of
/// a shard that is not finished are those up to its last checkpoint, taken from the input.
struct Recount {
  struct Document {
    var lane: Lane
    var assessment: Assessment
    var text: String
    var id: String?
    var source: String?
    var url: String?
    var shard: String

    var words: Int { text.utf8.split { $0 == 0x20 || (9...13).contains($0) }.count }
    var bytes: Int { text.utf8.count }
    var score: Int { Int(assessment.score.rawValue) }
  }

  struct Shard {
    var lines = 0
    var blank = 0
    var quarantined: [QuarantineReason: Int] = [:]
  }

  private(set) var documents: [Document] = []
  private(set) var shards: [String: Shard] = [:]

  init(folder: String, reader: LedgerReader, policy: Policy) throws {
    let outputs = Dictionary(grouping: try reader.outputs(), by: \.shard)
    for record in try reader.shards() {
      let path = record.input.path.text
      if record.state == .done {
        var shard = Shard(lines: 0, blank: 0)
        for output in outputs[record.id] ?? [] {
          try Self.eachLine(folder + "/" + output.output.path) {
            add(row: $0, output.output.lane, path, policy, &shard)
          }
        }
        // Blank lines are in no queue.
        try Self.eachLine(record.input.inputPath) { line in
          if line.isEmpty { shard.blank += 1 }
        }
        shard.lines += shard.blank
        shards[path] = shard
      } else if record.state == .running {
        var (shard, number) = (Shard(), 0)
        try Self.eachLine(record.input.inputPath) { line in
          number += 1
          if number <= record.lines { add(line: line, path, policy, &shard) }
        }
        shards[path] = shard
      }
    }
  }

  private static func eachLine(_ path: String, _ body: (String) throws -> Void) throws {
    let lines = try LineCursor(path: path, options: ShardReader.Options())
    while try lines.next() { try body(String(decoding: lines.bytes, as: UTF8.self)) }
  }

  private mutating func add(row: String, _ lane: Lane, _ path: String, _ policy: Policy, _ shard: inout Shard) {
    shard.lines += 1
    if lane == .quarantine {
      let row = Self.object(row)!
      let line = String(decoding: Data(base64Encoded: row["raw_base64"] as! String)!, as: UTF8.self)
      let reason = QuarantineReason(rawValue: row["reason"] as! String)!
      shard.quarantined[reason, default: 0] += 1
      if reason == .policy { documents.append(Self.document(line, path)!.in(.quarantine)) }
    } else {
      documents.append(Self.document(row, path)!.in(lane))
    }
  }

  private mutating func add(line: String, _ path: String, _ policy: Policy, _ shard: inout Shard) {
    shard.lines += 1
    if line.isEmpty {
      shard.blank += 1
    } else if let object = Self.object(line) {
      guard object["text"] != nil else {
        shard.quarantined[.missingText, default: 0] += 1
        return
      }
      guard let document = Self.document(line, path) else {
        shard.quarantined[.classifierFailed, default: 0] += 1
        return
      }
      guard document.assessment.scoredBytes == document.bytes else {
        shard.quarantined[.partlyScored, default: 0] += 1
        return
      }
      let lane = document.lane(policy)
      if lane == .quarantine { shard.quarantined[.policy, default: 0] += 1 }
      documents.append(document.in(lane))
    } else {
      shard.quarantined[line.hasPrefix("[") ? .notObject : .notJSON, default: 0] += 1
    }
  }

  private static func object(_ line: String) -> [String: Any]? {
    (try? JSONSerialization.jsonObject(with: Data(line.utf8))) as? [String: Any]
  }

  /// Nil for a text that cannot be scored.
  private static func document(_ line: String, _ shard: String) -> Document? {
    let object = object(line)!
    var text = object["text"] as! String
    guard let assessment = text.withUTF8({ HashScorer.assess($0) }) else { return nil }
    return Document(
      lane: .keep, assessment: assessment, text: text, id: object["id"] as? String,
      source: object["source"] as? String, url: object["url"] as? String, shard: shard)
  }
}

extension Recount.Document {
  func `in`(_ lane: Lane) -> Self {
    var document = self
    document.lane = lane
    return document
  }

  /// Where a policy sends it, by the policy itself.
  func lane(_ policy: Policy) -> Lane {
    func withBytes<T>(_ text: String?, _ body: (UnsafeBufferPointer<UInt8>?) -> T) -> T {
      guard var text else { return body(nil) }
      return text.withUTF8 { body($0) }
    }
    return withBytes(text) { bytes in
      withBytes(id) { id in
        withBytes(source) { source in
          withBytes(url) { url in
            policy.route(
              PolicyInput(assessment: assessment, text: bytes!, words: words, id: id, source: source, url: url)
            ).destination.lane
          }
        }
      }
    }
  }
}

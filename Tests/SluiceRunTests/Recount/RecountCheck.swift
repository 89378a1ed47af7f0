import Foundation
import SluiceCore
import SluicePipeline
import SluiceReport
import Testing

/// Compares a report with a recount, number by number. Unknown numbers pass.
struct RecountCheck {
  private typealias Document = Recount.Document

  private let recount: Recount
  private let policy: Policy
  /// Scored and routed.
  private let routed: [Recount.Document]

  init(_ recount: Recount, _ policy: Policy) {
    self.recount = recount
    self.policy = policy
    routed = recount.documents.filter { $0.lane != .quarantine }
  }

  func check(_ report: CorpusReport) {
    let shards = recount.shards.values
    #expect(report.lines == shards.reduce(0) { $0 + $1.lines })
    #expect(report.blankLines == shards.reduce(0) { $0 + $1.blank })
    let reasons = shards.reduce(into: [:]) { $0.merge($1.quarantined, uniquingKeysWith: +) }
    #expect(report.quarantinedLines == reasons.values.reduce(0, +))
    #expect(Dictionary(uniqueKeysWithValues: report.quarantine.map { ($0.reason, $0.lines) }) == reasons)
    expect(report.documents, routed)
    for level in 0..<6 { expect(report.levels[level], routed.filter { $0.score == level }) }
    #expect(report.sampledOut == 0 && report.scoredBytes == report.textBytes)
    if let unsupported = report.unsupportedLanguage {
      #expect(unsupported == recount.documents.count { $0.assessment.language == .unsupported })
    }
    if let bytes = report.textBytes { #expect(bytes == recount.documents.reduce(0) { $0 + $1.bytes }) }
    checkGroups(report)
    checkObservations(report)
    checkRoutings(report)
  }

  private func expect(_ amount: CorpusReport.Amount, _ documents: [Recount.Document]) {
    #expect(amount.documents == documents.count)
    #expect(amount.words == documents.reduce(0) { $0 + $1.words })
    #expect(amount.bytes == documents.reduce(0) { $0 + $1.bytes })
  }

  private func expect(_ amount: CorpusReport.PartialAmount, _ documents: [Recount.Document], _ what: Comment) {
    if let count = amount.documents { #expect(count == documents.count, what) }
    if let words = amount.words { #expect(words == documents.reduce(0) { $0 + $1.words }, what) }
    if let bytes = amount.bytes { #expect(bytes == documents.reduce(0) { $0 + $1.bytes }, what) }
  }

  private func levels(_ documents: [Recount.Document]) -> [Int] {
    (0..<6).map { level in documents.count { $0.score == level } }
  }

  private func checkGroups(_ report: CorpusReport) {
    for row in report.categories {
      #expect(row.levels == levels(routed.filter { $0.assessment.category == row.category }))
    }
    for row in report.stances { #expect(row.levels == levels(routed.filter { $0.assessment.stance == row.stance })) }
    let sources = Dictionary(grouping: routed, by: \.source)
    #expect(Set(report.sources.map(\.source)) == Set(sources.keys))
    for row in report.sources {
      expect(row.amount, sources[row.source] ?? [])
      #expect(row.levels == levels(sources[row.source] ?? []))
    }
    #expect(Set(report.shards.map(\.shard)) == Set(recount.shards.keys))
    for row in report.shards {
      let shard = recount.shards[row.shard] ?? Recount.Shard()
      let documents = routed.filter { $0.shard == row.shard }
      #expect(row.lines == shard.lines && row.quarantined == shard.quarantined.values.reduce(0, +))
      expect(row.amount, documents)
      #expect(row.levels == levels(documents))
    }
  }

  private func checkObservations(_ report: CorpusReport) {
    for row in report.lengths {
      let documents = routed.filter { $0.bytes >= row.fromBytes && $0.bytes < row.toBytes ?? .max }
      for (level, count) in row.levels.enumerated() {
        if let count { #expect(count == documents.count { $0.score == level }) }
      }
    }
    for (level, bins) in report.confidence.enumerated() {
      guard let bins else { continue }
      for (bin, count) in bins.enumerated() {
        let found = routed.filter {
          $0.score == level && min(19, Int($0.assessment.probabilities.parts[level]) * 20 / 10_000) == bin
        }
        #expect(count == found.count)
      }
    }
    for row in report.thresholds {
      let documents = routed.filter { document in
        let parts = (row.fromScore...5).reduce(0) { $0 + Int(document.assessment.probabilities.parts[$1]) }
        return document.score >= row.fromScore && parts >= Int((row.gate * 10_000).rounded())
      }
      expect(row.amount, documents, "score \(row.fromScore), gate \(row.gate)")
    }
    for (level, share) in (report.expectedShares ?? []).enumerated() {
      let sum = routed.reduce(0) { $0 + Int($1.assessment.probabilities.parts[level]) }
      #expect(abs(share - Double(sum) / 10_000 / Double(routed.count)) < 1e-9)
    }
  }

  private func checkRoutings(_ report: CorpusReport) {
    let policies = [policy] + policy.neighbours.map(\.policy)
    for (index, routing) in report.routings.enumerated() {
      var synthesized: [Recount.Document] = []
      for lane in Lane.partition {
        let documents = recount.documents.filter { (index == 0 ? $0.lane : $0.lane(policies[index])) == lane }
        if lane == .recontextualize || lane == .refusal { synthesized += documents }
        expect(routing.routes[lane.rawValue]!, documents, "\(routing.name): \(lane.rawValue)")
      }
      if let documents = routing.synthesis.documents { #expect(documents == synthesized.count) }
      if let words = routing.synthesis.words { #expect(words == synthesized.reduce(0) { $0 + $1.words }) }
    }
    let own = report.routings[0].routes
    #expect(own.values.allSatisfy { $0.documents != nil })
    #expect(own.allSatisfy { $0.key == "quarantine" || $0.value.words != nil && $0.value.bytes != nil })
  }
}

/// What two reports of the same documents say differently where both say something.
enum Agreement {
  static func differences(_ a: CorpusReport, _ b: CorpusReport) throws -> [String] {
    var found: [String] = []
    compare(try value(a), try value(b), "", &found)
    return found
  }

  private static func value(_ report: CorpusReport) throws -> Any {
    try JSONSerialization.jsonObject(with: Data(JSONOutput.render(report).utf8))
  }

  private static func compare(_ a: Any, _ b: Any, _ path: String, _ found: inout [String]) {
    // Where it comes from differs.
    if ["/run", "/notes"].contains(path) { return }
    switch (a, b) {
    case (let a as [String: Any], let b as [String: Any]):
      for key in Set(a.keys).intersection(b.keys) { compare(a[key]!, b[key]!, path + "/" + key, &found) }
    case (let a as [Any], let b as [Any]):
      if a.count != b.count, !path.hasPrefix("/examples"), path != "/routings" {
        found.append("\(path): \(a.count) and \(b.count)")
      }
      if path.hasPrefix("/examples") { return }
      for (index, pair) in zip(a, b).enumerated() { compare(pair.0, pair.1, "\(path)/\(index)", &found) }
    case (is NSNull, _), (_, is NSNull): break
    case (let a as NSObject, let b as NSObject): if a != b { found.append("\(path): \(a) and \(b)") }
    default: found.append("\(path): other types")
    }
  }
}

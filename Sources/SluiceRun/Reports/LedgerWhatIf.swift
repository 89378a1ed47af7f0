internal import SluiceCore
internal import SluiceLedger
internal import SluicePipeline
internal import SluiceReport

/// What a policy's neighbours would have done with a run's documents, from its decisions. A ledger holds no text, no URL
/// and no number of words: where a neighbour would have asked for them, and the rule that decided does not give them
/// away, all of that neighbour's numbers are unknown.
struct LedgerWhatIf {
  private typealias Amount = CorpusReport.PartialAmount

  private let policy: CompiledPolicy
  private let rules: [String: Int]
  private let neighbours: [PolicyVariant]
  private let quarantined: Int
  private var sums: [Sum]
  /// Numbers of the groups of the totals, by their keys without the source.
  private var groups: [Totals.Key: Int] = [:]
  private var latest: (group: Totals.Key, number: Int)?

  /// What is known of one neighbour.
  private struct Sum {
    var isKnown: Bool
    var documents = [Int](repeating: 0, count: Lane.partition.count)
    var bytes = [Int](repeating: 0, count: Lane.partition.count)
    /// Where the documents of each group went, by the group's number.
    var places: [LaneSet] = []
  }

  /// - Parameter quarantined: documents the policy quarantined; they have no decision.
  init(_ policy: Policy, quarantined: Int) {
    self.policy = policy.compiled
    self.quarantined = quarantined
    rules = Dictionary(policy.rules.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    neighbours = policy.neighbours
    sums = neighbours.map { Sum(isKnown: quarantined == 0 || $0.policy.compiled.quarantinesAsThePolicyDoes) }
  }

  mutating func add(_ decision: DecisionRecord) {
    let group = Totals.Key(
      source: nil, score: decision.score, route: decision.route, category: decision.category, stance: decision.stance,
      language: decision.language)
    let number = number(of: group)
    withInput(decision) { input in
      for v in neighbours.indices where sums[v].isKnown {
        let lanes = rules[decision.rule].map {
          neighbours[v].policy.compiled.possibleLanes(
            input, textBytes: decision.textBytes, wherePolicy: policy, has: $0)
        }
        guard let lanes, let lane = lanes.only else {
          sums[v].isKnown = false
          continue
        }
        sums[v].documents[lane.index] += 1
        sums[v].bytes[lane.index] += decision.textBytes
        sums[v].places[number].insert(lane)
      }
    }
  }

  private mutating func number(of group: Totals.Key) -> Int {
    if let latest, latest.group == group { return latest.number }
    let number = groups[group] ?? groups.count
    if number == groups.count {
      groups[group] = number
      for v in sums.indices { sums[v].places.append(LaneSet()) }
    }
    latest = (group, number)
    return number
  }

  /// What each neighbour sends to the lanes of `Lane.partition`. Where all documents of a group of the totals went
  /// together, the totals tell their words.
  func variants(_ totals: Totals) -> [(name: String, lanes: [CorpusReport.PartialAmount])] {
    var words: [Totals.Key: Int] = [:]
    for (key, count) in totals.counts {
      var group = key
      group.source = nil
      words[group, default: 0] += count.words
    }
    return zip(neighbours, sums).map { ($0.label, lanes($1, words)) }
  }

  private func lanes(_ sum: Sum, _ words: [Totals.Key: Int]) -> [Amount] {
    guard sum.isKnown else { return Lane.partition.map { _ in Amount() } }
    var lanes = Lane.partition.map { lane in
      Amount(documents: sum.documents[lane.index], words: 0, bytes: sum.bytes[lane.index])
    }
    for (group, number) in groups {
      let places = sum.places[number]
      for lane in Lane.partition where places.contains(lane) {
        lanes[lane.index].words =
          places.only == nil ? nil : lanes[lane.index].words.map { $0 + words[group, default: 0] }
      }
    }
    if quarantined > 0 {
      let moved = sum.documents[Lane.quarantine.index]
      lanes[Lane.quarantine.index] = Amount(documents: quarantined + moved)
    }
    return lanes
  }

  private func withInput(_ decision: DecisionRecord, _ body: (PolicyInput) -> Void) {
    let assessment = Assessment(
      score: decision.score, probabilities: decision.probabilities, category: decision.category,
      stance: decision.stance, language: decision.language, span: 0..<0, scoredBytes: decision.textBytes)
    var id = decision.documentID?.text ?? ""
    var source = decision.source?.text ?? ""
    id.withUTF8 { id in
      source.withUTF8 { source in
        body(
          PolicyInput(
            assessment: assessment, text: UnsafeBufferPointer(start: nil, count: 0), words: 0,
            id: decision.documentID == nil ? nil : id, source: decision.source == nil ? nil : source))
      }
    }
  }
}

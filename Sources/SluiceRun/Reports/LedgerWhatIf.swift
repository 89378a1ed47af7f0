internal import SluiceCore
internal import SluiceLedger
internal import SluicePipeline

/// What a policy's neighbours would have done with a run's documents, from its decisions. A ledger holds no
/// text and no URL, so a document that a list decided stays where it went.
struct LedgerWhatIf {
  private let policy: Policy
  private let neighbours: [PolicyVariant]
  private var lanes: [[Totals.Count]]

  /// - Parameter quarantined: documents the policy quarantined; they have no decision and stay.
  init(_ policy: Policy, quarantined: Int) {
    self.policy = policy
    neighbours = policy.neighbours
    var none = [Totals.Count](repeating: Totals.Count(), count: Lane.partition.count)
    none[Lane.quarantine.index].documents = quarantined
    lanes = Array(repeating: none, count: neighbours.count)
  }

  mutating func add(_ decision: DecisionRecord, _ count: Totals.Count) {
    withInput(decision, words: count.words) { input in
      let (_, rule) = policy.route(input)
      let isByNumbers = policy.rules[rule] == decision.rule
      for v in neighbours.indices {
        let lane = isByNumbers ? neighbours[v].policy.route(input).destination.lane : Lane(decision.route)
        lanes[v][lane.index] += count
      }
    }
  }

  var variants: [(name: String, lanes: [Totals.Count])] { zip(neighbours, lanes).map { ($0.label, $1) } }

  private func withInput(_ decision: DecisionRecord, words: Int, _ body: (PolicyInput) -> Void) {
    let assessment = Assessment(
      score: decision.score, probabilities: decision.probabilities, category: decision.category,
      stance: decision.stance, language: decision.language, span: 0..<0, scoredBytes: decision.textBytes)
    var id = decision.documentID?.text ?? ""
    var source = decision.source?.text ?? ""
    id.withUTF8 { id in
      source.withUTF8 { source in
        body(
          PolicyInput(
            assessment: assessment, text: UnsafeBufferPointer(start: nil, count: 0), words: words,
            id: decision.documentID == nil ? nil : id, source: decision.source == nil ? nil : source))
      }
    }
  }
}

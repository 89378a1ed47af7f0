internal import SluiceCore

/// Asks the policy where documents go, and its what-if variants where they would send them.
struct DocumentRouter {
  private let policy: Policy
  /// Bare references: every document asks each variant, and counting references would cost as much as the answers.
  /// `owners` keeps them alive.
  private let variants: [Unmanaged<CompiledPolicy>]
  private let owners: [Policy]

  init(_ policy: Policy, variants: [Policy]) {
    self.policy = policy
    self.variants = variants.map { Unmanaged.passUnretained($0.compiled) }
    owners = variants
  }

  /// Decides where a scored document goes.
  ///
  /// - Parameter tally: counts it, and where the variants would send it.
  func decide(_ document: ScoredDocument, tally: inout Tally) -> (destination: Destination, rule: Int) {
    let input = document.input
    var memo = PolicyMemo()
    let (destination, rule) = policy.route(input, memo: &memo)
    tally.add(document.count, input.assessment) { variant in
      variants[variant]._withUnsafeGuaranteedRef {
        $0.rules[$0.firstMatch(input, whereThePolicyHas: rule, &memo)].destination.lane.index
      }
    }
    if case .quarantine = destination { tally.quarantinedByPolicy += document.count }
    return (destination, rule)
  }
}

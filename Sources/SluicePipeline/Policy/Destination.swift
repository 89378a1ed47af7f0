public import SluiceCore

/// Where a policy's rule sends a document: one of the four routes, or quarantine, which keeps the
/// line's raw bytes so that it can be run again under another policy or model.
public enum Destination: Sendable, Hashable {
  /// A queue.
  case route(Route)
  /// The quarantine, for this reason.
  case quarantine(QuarantineReason)

  /// The output the document is written to.
  public var lane: Lane {
    switch self {
    case .route(let route): Lane(route)
    case .quarantine: .quarantine
    }
  }

  /// The name a policy file uses: `keep`, `recontextualize`, `refusal`, `drop` or `quarantine`.
  public var name: String { lane.rawValue }

  /// Every destination a rule's `route:` can name.
  static let all: [Destination] = Route.allCases.map(Destination.route) + [.quarantine(.policy)]

  /// The reasons that a rule which quarantines can give with `reason:`.
  static let reasons: [QuarantineReason] = [.policy, .needsAPerson]

  /// What the policy's digest covers: the name, and a reason other than the usual one.
  var canonical: String {
    if case .quarantine(let reason) = self, reason != .policy { return "\(name) \(reason.rawValue)" }
    return name
  }
}

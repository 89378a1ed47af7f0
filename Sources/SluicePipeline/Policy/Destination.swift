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

  /// Every destination a rule can name.
  static let all: [Destination] = Route.allCases.map(Destination.route) + [.quarantine(.policy)]
}

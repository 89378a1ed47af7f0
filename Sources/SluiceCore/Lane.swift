/// An output file of a shard: one of the four routes' queues, the quarantine of lines that could
/// not be decided, or the Dolma attributes (one row for every document).
public enum Lane: String, CaseIterable, Sendable, Codable {
  /// The lanes in the order of `index`.
  case keep, recontextualize, refusal, drop, quarantine, attributes

  /// The lane of a route's queue.
  public init(_ route: Route) {
    switch route {
    case .keep: self = .keep
    case .recontextualize: self = .recontextualize
    case .refusal: self = .refusal
    case .drop: self = .drop
    }
  }

  /// The lane's folder below the output folder. Attributes are where Dolma's mixer looks for an
  /// attribute set called `sluice`.
  public var folder: String { self == .attributes ? "attributes/sluice" : rawValue }

  /// Every input line that is not blank is in exactly one of these.
  public static let partition: [Lane] = [.keep, .recontextualize, .refusal, .drop, .quarantine]

  /// Its place in `allCases`; a switch, since looking it up there compares strings.
  public var index: Int {
    switch self {
    case .keep: 0
    case .recontextualize: 1
    case .refusal: 2
    case .drop: 3
    case .quarantine: 4
    case .attributes: 5
    }
  }
}

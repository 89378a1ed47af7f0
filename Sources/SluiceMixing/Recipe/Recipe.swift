public import SluiceCore

/// What a training mix shall hold: a file in Config/recipes/, described in docs/mixing.md.
public struct Recipe: Sendable, Hashable {
  /// What a component is made of. Raw values are the words of recipes, and values in mixed documents.
  public enum Origin: String, CaseIterable, Sendable, Codable {
    /// The keep queue: documents as they came.
    case kept
    /// Rewritten documents of the recontextualize queue.
    case recontextualized
    /// Dialogues made from the refusal queue.
    case refusals
    /// Articles made from those dialogues.
    case moralEducation = "moral-education"
    /// Unsafe raw documents with the harmfulness tag.
    case tagged
    /// All documents of the input that were routed, as they came.
    case raw
  }

  /// How much of a component the mix takes.
  public enum Amount: Sendable, Hashable {
    /// Every document, this many times.
    case all(times: Int)
    case tokens(Double)
    /// A fraction of the mix's tokens.
    case share(Double)
    /// What the other components leave of the mix's tokens.
    case rest
  }

  /// How many tokens the mix has.
  public enum Total: Sendable, Hashable {
    case tokens(Double)
    /// As many as all routed documents of the runs, so that what replaces a document takes its budget.
    case raw
    /// As many as the components' amounts make.
    case open
  }

  /// What happens to a document of a safe or synthetic component whose text holds the tag.
  public enum TagCollision: String, CaseIterable, Sendable, Codable {
    case leaveOut = "leave-out"
    case escape
  }

  public struct Component: Sendable, Hashable {
    public var name: String
    public var origin: Origin
    public var amount: Amount
    /// How often one document may occur.
    public var maxRepetition: Int
    /// Of these sources only (names, `*` for any run of characters); empty for all.
    public var sources: [String] = []
    public var notSources: [String] = []
    /// Of these levels only; empty for all. Of a text that was made: the level of its original.
    public var scores: Set<SafetyScore> = []
    /// Queues that `raw` reads.
    public var routes: [Route] = Route.allCases
    /// Components whose documents take the places of their originals in this one.
    public var replacedBy: [String] = []
    /// Where the component begins and ends, as fractions of the mix's tokens.
    public var begin = 0.0
    public var end = 1.0
  }

  /// The file as the user named it, or the built-in recipe's name.
  public var name: String
  /// Of the file's bytes, lower-case hex.
  public var sha256: String
  public var seed: UInt64 = 0
  public var total = Total.open
  /// Estimated tokens are bytes of UTF-8 divided by this.
  public var bytesPerToken = 4.0
  /// Aimed-at size of an output shard, uncompressed.
  public var shardBytes = 128 << 20
  public var tag = TagSettings.default.tag
  public var tagCollision = TagCollision.leaveOut
  public var components: [Component] = []

  init(name: String, sha256: String) {
    self.name = name
    self.sha256 = sha256
  }
}

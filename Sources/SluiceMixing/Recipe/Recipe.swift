package import SluiceCore

/// What a training mix should contain: a file in Config/recipes/, described in docs/mixing.md.
package struct Recipe: Sendable, Hashable {
  /// What a component is made of. Raw values are the words of recipes, and values in mixed documents.
  package enum Origin: String, CaseIterable, Sendable, Codable {
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
  package enum Amount: Sendable, Hashable {
    /// Every document, this many times.
    case all(times: Int)
    case tokens(Double)
    /// A fraction of the mix's tokens.
    case share(Double)
    /// The part of the mix's tokens that the other components leave.
    case rest
  }

  /// How many tokens the mix has.
  package enum Total: Sendable, Hashable {
    case tokens(Double)
    /// As many as all routed documents of the runs, so that what replaces a document takes its budget.
    case raw
    /// As many as the components' amounts make.
    case open
  }

  /// What happens to a document of a safe or synthetic component whose text contains the tag.
  package enum TagCollision: String, CaseIterable, Sendable, Codable {
    case leaveOut = "leave-out"
    case escape
  }

  package struct Component: Sendable, Hashable {
    package var name: String
    package var origin: Origin
    package var amount: Amount
    /// How often one document may occur.
    package var maxRepetition: Int
    /// Of these sources only (names, `*` for any run of characters); empty for all.
    package var sources: [String] = []
    package var notSources: [String] = []
    /// Of these levels only; empty for all. Of a text that was made: the level of its original.
    package var scores: Set<SafetyScore> = []
    /// Queues that `raw` reads.
    package var routes: [Route] = Route.allCases
    /// Components whose documents take the places of their originals in this one.
    package var replacedBy: [String] = []
    /// Where the component begins and ends, as fractions of the mix's tokens.
    package var begin = 0.0
    package var end = 1.0
  }

  /// The file as the user named it, or the built-in recipe's name.
  package var name: String
  /// Of the file's bytes, lower-case hex.
  package var sha256: String
  package var seed: UInt64 = 0
  package var total = Total.open
  /// Estimated tokens are bytes of UTF-8 divided by this.
  package var bytesPerToken = 4.0
  /// Target size of an output shard, uncompressed.
  package var shardBytes = 128 << 20
  package var tag = TagSettings.default.tag
  package var tagCollision = TagCollision.leaveOut
  package var components: [Component] = []

  init(name: String, sha256: String) {
    self.name = name
    self.sha256 = sha256
  }
}

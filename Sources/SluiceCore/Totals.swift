/// Counts of documents, grouped as reports and `status` need them, so that neither scans decisions.
public struct Totals: Sendable, Hashable {
  /// What documents are grouped by.
  public struct Key: Sendable, Hashable {
    /// The document's source; nil if it has none.
    public var source: Name?
    /// The documents' score.
    public var score: SafetyScore
    /// The documents' route.
    public var route: Route
    /// The documents' category.
    public var category: Category
    /// The documents' stance.
    public var stance: Stance
    /// Whether the classifier supports the documents' language.
    public var language: Language

    public init(
      source: Name?, score: SafetyScore, route: Route, category: Category, stance: Stance, language: Language
    ) {
      self.source = source
      self.score = score
      self.route = route
      self.category = category
      self.stance = stance
      self.language = language
    }
  }

  /// The sums of one group.
  public struct Count: Sendable, Hashable {
    /// Number of documents.
    public var documents: Int
    /// UTF-8 bytes of the texts.
    public var textBytes: Int
    /// Runs of bytes other than ASCII white space.
    public var words: Int

    public init(documents: Int = 0, textBytes: Int = 0, words: Int = 0) {
      self.documents = documents
      self.textBytes = textBytes
      self.words = words
    }

    /// Adds each sum of `b` to that of `a`.
    public static func += (a: inout Count, b: Count) {
      a.documents += b.documents
      a.textBytes += b.textBytes
      a.words += b.words
    }
  }

  /// Sources that reports and a committed shard keep apart; the others are counted together under
  /// `otherSources`: a corpus whose source field holds URLs must not make the totals as large as the decisions.
  public static let sourceLimit = 1000
  /// Sources kept apart on the way to the ledger, which folds them when the shard is committed. Only a guard
  /// of memory: a limit here would make the totals depend on where checkpoints fall.
  public static let sourceGuard = 1 << 20
  /// The source under which documents of sources beyond the limit are counted.
  public static let otherSources: Name = "(other sources)"

  /// The sums of each group that has a document.
  public private(set) var counts: [Key: Count] = [:]
  private var sources: Set<Name> = []
  private let limit: Int

  /// - Parameter limit: sources to keep apart, in the order they come.
  public init(limit: Int = Totals.sourceGuard) { self.limit = limit }

  public static func == (a: Totals, b: Totals) -> Bool { a.counts == b.counts }

  public func hash(into hasher: inout Hasher) { hasher.combine(counts) }

  /// Adds to a group; a new source beyond the limit is counted as `otherSources`.
  public mutating func add(_ key: Key, _ count: Count) {
    var key = key
    if let source = key.source, !sources.contains(source) {
      if sources.count < limit { sources.insert(source) } else { key.source = Self.otherSources }
    }
    counts[key, default: Count()] += count
  }

  /// Adds all groups of other totals. The result does not depend on their hash order.
  public mutating func merge(_ other: Totals) {
    if sources.count + other.sources.count <= limit {
      for (key, count) in other.counts { add(key, count) }
      return
    }
    // In a fixed order, so that which sources fall under the limit does not depend on hashing.
    for (key, count) in other.counts.sorted(by: { ($0.key.source ?? "") < ($1.key.source ?? "") }) { add(key, count) }
  }

  /// The same totals with only the sources that have the most documents kept apart; of two alike the first by name.
  public func keepingLargest(_ limit: Int) -> Totals {
    guard sources.count > limit else { return self }
    var documents: [Name: Int] = [:]
    for (key, count) in counts {
      if let source = key.source { documents[source, default: 0] += count.documents }
    }
    documents[Self.otherSources] = nil
    let largest = Set(documents.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(limit).map(\.key))
    return foldingSources { !largest.contains($0) }
  }

  /// The same totals with some sources counted together as `otherSources`.
  public func foldingSources(where isFolded: (Name) -> Bool) -> Totals {
    var folded = Totals()
    for (key, count) in counts {
      var key = key
      if let source = key.source, isFolded(source) { key.source = Self.otherSources }
      folded.add(key, count)
    }
    return folded
  }

  /// The sum over all keys that satisfy a condition.
  public func sum(where included: (Key) -> Bool = { _ in true }) -> Count {
    counts.reduce(into: Count()) { sum, entry in if included(entry.key) { sum += entry.value } }
  }
}

public import SluiceCore

/// A document a report points at. Its text is there only where the user asked for it.
public struct DocumentExample: Sendable, Hashable {
  /// Shard and line.
  public var key: DocumentKey
  /// The document's own id; nil if it has none.
  public var id: Name?
  /// The document's source; nil if it has none.
  public var source: Name?
  /// XXH3-64 of the text's UTF-8 bytes.
  public var contentHash: UInt64
  /// The score that the model chose.
  public var score: SafetyScore
  /// The probability of each level.
  public var probabilities: LevelProbabilities
  /// The main harm.
  public var category: Category
  /// Whether the text discusses harm or does it.
  public var stance: Stance
  /// The text that drove the score, in Unicode scalars.
  public var scalarSpan: Range<Int>
  /// Length of the text in UTF-8 bytes.
  public var textBytes: Int
  /// The route that the policy chose.
  public var route: Route
  /// Name of the policy rule that chose the route.
  public var rule: String
  /// Part of the text; nil unless the user asked for text.
  public var excerpt: Excerpt?

  /// The span and a little of the text around it.
  public struct Excerpt: Sendable, Hashable {
    /// The text just before the span.
    public var before: String
    /// The span, or its beginning if it is long.
    public var span: String
    /// The text just after the span; empty if the span is cut.
    public var after: String
    /// Whether the span continues.
    public var isCut: Bool
    /// What in the span drove the score, strongest first; empty where the model cannot tell.
    public var features: [DrivingFeature]

    public init(before: String, span: String, after: String, isCut: Bool, features: [DrivingFeature] = []) {
      self.before = before
      self.span = span
      self.after = after
      self.isCut = isCut
      self.features = features
    }
  }

  public init(
    key: DocumentKey, id: Name?, source: Name?, contentHash: UInt64, score: SafetyScore,
    probabilities: LevelProbabilities, category: Category, stance: Stance, scalarSpan: Range<Int>, textBytes: Int,
    route: Route, rule: String, excerpt: Excerpt? = nil
  ) {
    self.key = key
    self.id = id
    self.source = source
    self.contentHash = contentHash
    self.score = score
    self.probabilities = probabilities
    self.category = category
    self.stance = stance
    self.scalarSpan = scalarSpan
    self.textBytes = textBytes
    self.route = route
    self.rule = rule
    self.excerpt = excerpt
  }
}

/// A few documents of each level and near each boundary between levels, the same for any job count:
/// those whose texts have the lowest hashes. A text that occurs several times is shown once, by its
/// first key.
public struct ExampleReservoir: Sendable {
  /// Documents kept in a slot.
  public static let perSlot = 4
  /// Slots 0 to 5 hold levels; slot 5 + k the documents that hesitate between k - 1 and k.
  public static let slots = SafetyScore.count + SafetyScore.count - 1
  /// How far from one half the probability on k to 5 may be to count as near boundary k.
  public static let margin = 1000

  /// By slot, lowest hash first.
  public private(set) var documents: [[DocumentExample]] = Array(repeating: [], count: slots)

  public init() {}

  /// Calls `body` with every slot a document fits.
  @inline(__always)
  public static func forEachSlot(_ score: SafetyScore, _ parts: LevelProbabilities, _ body: (Int) -> Void) {
    body(Int(score.rawValue))
    var above = 0
    for k in (1..<SafetyScore.count).reversed() {
      above += Int(parts.parts[k])
      if abs(above - LevelProbabilities.whole / 2) <= margin { body(SafetyScore.count - 1 + k) }
    }
  }

  /// Whether a document with this hash may change a slot.
  public func admits(_ hash: UInt64, slot: Int) -> Bool {
    documents[slot].count < Self.perSlot || hash <= documents[slot][Self.perSlot - 1].contentHash
  }

  mutating func fillExcerpts(_ read: (DocumentExample) throws -> DocumentExample.Excerpt?) rethrows {
    for slot in documents.indices {
      for i in documents[slot].indices { documents[slot][i].excerpt = try read(documents[slot][i]) }
    }
  }

  /// Hashes at or above this cannot enter a slot.
  func limit(_ slot: Int) -> UInt64 {
    documents[slot].count < Self.perSlot ? .max : documents[slot][Self.perSlot - 1].contentHash
  }

  /// Adds an example to a slot, unless lower hashes fill it already.
  public mutating func insert(_ example: DocumentExample, slot: Int) {
    if let same = documents[slot].firstIndex(where: { $0.contentHash == example.contentHash }) {
      if example.key < documents[slot][same].key { documents[slot][same] = example }
      return
    }
    let place = documents[slot].firstIndex { $0.contentHash > example.contentHash } ?? documents[slot].count
    guard place < Self.perSlot else { return }
    documents[slot].insert(example, at: place)
    if documents[slot].count > Self.perSlot { documents[slot].removeLast() }
  }

  /// Adds the examples of another reservoir. The order of merges does not matter.
  public mutating func merge(_ other: Self) {
    for slot in documents.indices {
      for example in other.documents[slot] { insert(example, slot: slot) }
    }
  }
}

public import SluiceCore
internal import SluicePipeline

/// Documents of one level, or near the boundary between two.
public struct ExampleGroup: Codable, Sendable {
  /// `level` or `boundary`.
  public var kind: String
  /// The level, or the upper of the two.
  public var level: Int
  public var documents: [Example]
}

/// A document a report points at.
public struct Example: Codable, Sendable {
  /// `shard#line`.
  public var key: String
  public var id: String?
  public var source: String?
  public var contentHash: String
  public var score: Int
  public var probabilities: [Double]
  public var category: Category
  public var stance: Stance
  /// The text that drove the score, in Unicode scalars: from, and to below.
  public var span: [Int]
  public var textBytes: Int
  public var route: Route
  public var rule: String
  /// Only with `--show-text`.
  public var excerpt: Excerpt?

  public struct Excerpt: Codable, Sendable {
    public var before: String
    public var span: String
    public var after: String
    public var isCut: Bool
    /// What drove the score, strongest first; empty where the model cannot tell.
    public var features: [DrivingFeature]
  }

  init(_ example: DocumentExample) {
    key = example.key.description
    id = example.id
    source = example.source
    let digits = String(example.contentHash, radix: 16)
    contentHash = String(repeating: "0", count: 16 - digits.count) + digits
    score = Int(example.score.rawValue)
    probabilities = SafetyScore.allCases.map { example.probabilities[$0] }
    category = example.category
    stance = example.stance
    span = [example.scalarSpan.lowerBound, example.scalarSpan.upperBound]
    textBytes = example.textBytes
    route = example.route
    rule = example.rule
    excerpt = example.excerpt.map {
      Excerpt(before: $0.before, span: $0.span, after: $0.after, isCut: $0.isCut, features: $0.features)
    }
  }

  static func groups(_ reservoir: ExampleReservoir) -> [ExampleGroup] {
    reservoir.documents.enumerated().compactMap { slot, documents in
      guard !documents.isEmpty else { return nil }
      let isLevel = slot < SafetyScore.count
      return ExampleGroup(
        kind: isLevel ? "level" : "boundary", level: isLevel ? slot : slot - SafetyScore.count + 1,
        documents: documents.map(Example.init))
    }
  }
}

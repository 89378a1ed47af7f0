package import SluiceCore
internal import SluicePipeline

/// Documents of one level, or near the boundary between two.
package struct ExampleGroup: Codable, Sendable {
  /// `level` or `boundary`.
  package var kind: String
  /// The level, or the upper of the two.
  package var level: Int
  package var documents: [Example]
}

/// A document a report points at.
package struct Example: Codable, Sendable {
  /// `shard#line`.
  package var key: String
  package var id: String?
  package var source: String?
  package var contentHash: String
  package var score: Int
  package var probabilities: [Double]
  package var category: Category
  package var stance: Stance
  /// The text that drove the score, in Unicode scalars: from, and to below.
  package var span: [Int]
  package var textBytes: Int
  package var route: Route
  package var rule: String
  /// Only with `--show-text`.
  package var excerpt: Excerpt?

  package struct Excerpt: Codable, Sendable {
    package var before: String
    package var span: String
    package var after: String
    package var isCut: Bool
    /// What drove the score, strongest first; empty where the model cannot tell.
    package var features: [DrivingFeature]
  }

  init(_ example: DocumentExample) {
    key = example.key.description
    id = example.id?.text
    source = example.source?.text
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

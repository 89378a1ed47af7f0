public import SluiceCore
internal import SluiceIO

/// What a scan looks at beside totals.
public struct ObservationPlan: Sendable {
  /// Term lists to search; nil for none.
  public var terms: ReportTerms?
  /// Whether examples hold text.
  public var showsText = false
  /// Tells what drove a text's score, for examples that hold text.
  public var explain: Explain?

  /// Takes a text's UTF-8 bytes and returns what drove its score, strongest first.
  public typealias Explain = @Sendable (UnsafeBufferPointer<UInt8>) -> [DrivingFeature]

  public init(terms: ReportTerms? = nil, showsText: Bool = false) {
    self.terms = terms
    self.showsText = showsText
  }
}

/// One worker's eye for reports. Nothing is allocated for a document that becomes no example, and few
/// do: those of the lowest hashes.
final class DocumentObserver {
  private let plan: ObservationPlan
  // One thread uses an observer at a time, and no closure here comes back to `observations` or `limits`.
  @exclusivity(unchecked) private var observations: Observations
  private var hits: [Int]
  /// Hashes at or above these cannot be among the lowest of the shard any more.
  @exclusivity(unchecked) private var limits = [UInt64](repeating: .max, count: ExampleReservoir.slots)
  private var seen = ExampleReservoir()

  init(_ plan: ObservationPlan) {
    self.plan = plan
    let categories = plan.terms?.categories.count ?? 0
    observations = Observations(termCategories: categories)
    hits = Array(repeating: 0, count: categories)
  }

  /// Call when work turns to another shard: one that fails later must not have closed the way for others.
  func begin() {
    seen = ExampleReservoir()
    for slot in limits.indices { limits[slot] = .max }
  }

  func add(
    _ input: PolicyInput, hash: UInt64, shard: Name, line: Int, route: Route, rule: String, _ count: Totals.Count
  ) {
    let assessment = input.assessment
    observations.add(score: assessment.score, probabilities: assessment.probabilities, count)
    if let terms = plan.terms {
      for i in hits.indices { hits[i] = 0 }
      terms.count(in: input.text, &hits)
      observations.add(hits: hits)
    }
    ExampleReservoir.forEachSlot(assessment.score, assessment.probabilities) { slot in
      guard hash < limits[slot] else { return }
      let example = example(input, hash, DocumentKey(shard: shard, line: line), route, rule)
      observations.keep(example, slot: slot)
      seen.insert(example, slot: slot)
      limits[slot] = seen.limit(slot)
    }
  }

  /// What was seen since the last call.
  func drain() -> Observations {
    defer { observations = Observations(termCategories: hits.count) }
    return observations
  }

  private func example(
    _ input: PolicyInput, _ hash: UInt64, _ key: DocumentKey, _ route: Route, _ rule: String
  ) -> DocumentExample {
    let text = input.text
    let assessment = input.assessment
    let start = TextMeasure.scalars(UnsafeBufferPointer(rebasing: text[..<assessment.span.lowerBound]))
    let length = TextMeasure.scalars(UnsafeBufferPointer(rebasing: text[assessment.span]))
    return DocumentExample(
      key: key, id: input.id.map(Self.name),
      source: input.source.map(Self.name), contentHash: hash,
      score: assessment.score, probabilities: assessment.probabilities, category: assessment.category,
      stance: assessment.stance, scalarSpan: start..<(start + length), textBytes: text.count, route: route, rule: rule,
      excerpt: plan.showsText ? excerpt(text, assessment.span) : nil)
  }

  private static func name(_ bytes: UnsafeBufferPointer<UInt8>) -> Name {
    Name(String(decoding: bytes.prefix(1024), as: UTF8.self))
  }

  private func excerpt(_ text: UnsafeBufferPointer<UInt8>, _ span: Range<Int>) -> DocumentExample.Excerpt {
    /// The nearest scalar boundary at or below an offset.
    func boundary(_ offset: Int) -> Int {
      var offset = min(max(0, offset), text.count)
      while offset > 0, offset < text.count, text[offset] & 0xc0 == 0x80 { offset -= 1 }
      return offset
    }
    func part(_ range: Range<Int>) -> String { String(decoding: text[range], as: UTF8.self) }
    let end = boundary(min(span.upperBound, span.lowerBound + 400))
    return DocumentExample.Excerpt(
      before: part(boundary(span.lowerBound - 120)..<span.lowerBound), span: part(span.lowerBound..<end),
      after: end < span.upperBound ? "" : part(end..<boundary(end + 120)), isCut: end < span.upperBound,
      features: plan.explain?(text) ?? [])
  }
}

internal import SluiceCore

/// Totals of one chunk under small integer keys, so that counting a document hashes no string.
struct TotalsAccumulator {
  private var counts: [UInt64: Totals.Count] = [:]
  /// The latest documents of one key, not in `counts` yet: most documents are like the one before.
  private var latest: (key: UInt64, count: Totals.Count) = (0, Totals.Count())

  private static let categories = Category.allCases
  private static let stances = Stance.allCases
  private static let routes = Route.allCases
  private static let languages = Language.allCases

  mutating func add(source: Int32, assessment: Assessment, route: Route, _ count: Totals.Count) {
    var key = UInt64(UInt32(bitPattern: source)) << 32
    key |= UInt64(assessment.score.rawValue) << 24
    key |= UInt64(Self.routes.firstIndex(of: route)!) << 16
    key |= UInt64(Self.categories.firstIndex(of: assessment.category)!) << 8
    key |= UInt64(Self.stances.firstIndex(of: assessment.stance)!) << 4
    key |= UInt64(Self.languages.firstIndex(of: assessment.language)!)
    if key != latest.key {
      flush()
      latest.key = key
    }
    latest.count += count
  }

  private mutating func flush() {
    if latest.count.documents > 0 { counts[latest.key, default: Totals.Count()] += latest.count }
    latest.count = Totals.Count()
  }

  /// The counts so far, by name; starts over.
  mutating func drain(sources: [Name]) -> Totals {
    flush()
    var totals = Totals()
    for (key, count) in counts.sorted(by: { $0.key < $1.key }) {
      let source = Int32(bitPattern: UInt32(truncatingIfNeeded: key >> 32))
      totals.add(
        Totals.Key(
          source: source < 0 ? nil : sources[Int(source)], score: SafetyScore(rawValue: UInt8(key >> 24 & 255))!,
          route: Self.routes[Int(key >> 16 & 255)], category: Self.categories[Int(key >> 8 & 255)],
          stance: Self.stances[Int(key >> 4 & 15)], language: Self.languages[Int(key & 15)]),
        count)
    }
    counts.removeAll(keepingCapacity: true)
    return totals
  }
}

internal import SluiceCore
internal import Yams

extension PolicyReader {
  private static let predicates = [
    "score", "probability", "expected", "category", "stance", "language", "source", "bytes", "words", "id", "url",
    "terms",
  ]

  /// A rule's `when:` and the `not:` inside it.
  mutating func readWhen(_ node: Node, at path: String) -> (when: Condition, unless: Condition?) {
    guard let fields = fields(of: node, at: path, allowed: Self.predicates + ["not"]) else { return (Condition(), nil) }
    if fields.isEmpty, case .mapping(let mapping) = node, mapping.isEmpty {
      report(node, path, "the condition is empty", "Give it a predicate, or remove when: from the last rule")
    }
    let when = readCondition(fields, at: path, node)
    guard let not = fields["not"] else { return (when, nil) }
    guard let inner = self.fields(of: not, at: path + ".not", allowed: Self.predicates) else { return (when, nil) }
    if inner.isEmpty, case .mapping(let mapping) = not, mapping.isEmpty {
      report(not, path + ".not", "the condition is empty", "Give it a predicate, or remove not:")
    }
    return (when, readCondition(inner, at: path + ".not", not))
  }

  private mutating func readCondition(_ fields: [String: Node], at path: String, _ place: Node) -> Condition {
    var c = Condition()
    if let node = fields["score"] { c.scores = readScores(node, at: path + ".score") }
    if let node = fields["probability"] { c.probability = readProbability(node, at: path + ".probability") }
    if let node = fields["expected"] { c.expected = readBounds(node, at: path + ".expected", .expected) }
    if let node = fields["category"] { c.categories = readChoices(node, at: path + ".category", "category") }
    if let node = fields["stance"] { c.stances = readChoices(node, at: path + ".stance", "stance") }
    if let node = fields["language"] { c.languages = readChoices(node, at: path + ".language", "language") }
    if let node = fields["bytes"] { c.bytes = readBounds(node, at: path + ".bytes", .count) }
    if let node = fields["words"] { c.words = readBounds(node, at: path + ".words", .count) }
    if let node = fields["source"] { add(readSource(node, at: path + ".source"), to: &c) }
    if let node = fields["id"] { add(readIDs(node, at: path + ".id"), to: &c) }
    if let node = fields["url"] { add(readURLs(node, at: path + ".url"), to: &c) }
    if let node = fields["terms"] { add(readTerms(node, at: path + ".terms"), to: &c) }
    if let words = c.words?.min, let bytes = c.bytes?.max, words > 0, words * 2 - 1 > bytes {
      report(
        place, path, "no text of at most \(bytes) bytes has \(words) words", "Correct bytes or words")
    }
    return c
  }

  private mutating func add(_ matcher: ListMatcher?, to condition: inout Condition) {
    guard let matcher else { return }
    condition.matchers.append(matchers.count)
    matchers.append(matcher)
  }

  private mutating func readChoices<T: RawRepresentable & CaseIterable & Equatable>(
    _ node: Node, at path: String, _ what: String
  ) -> [T]? where T.RawValue == String {
    var chosen: [T] = []
    for value in values(node, at: path) {
      if let choice: T = choice(value, at: path, what) { chosen.append(choice) }
    }
    return T.allCases.filter(chosen.contains)
  }

  private mutating func readScores(_ node: Node, at path: String) -> LevelSet? {
    guard case .sequence = node else {
      return readBounds(node, at: path, .score).map { LevelSet($0) }
    }
    var set = LevelSet(bits: 0)
    for value in values(node, at: path) {
      guard let text = text(value, at: path) else { continue }
      guard let level = Quantity.score.parse(text) else {
        report(value, path, "\(quoted(text)) is no score", Quantity.score.remedy)
        continue
      }
      set.bits |= 1 << UInt8(level)
    }
    return set
  }

  /// A number, a comparison such as ">= 4", or a map of `min` and `max`.
  mutating func readBounds(_ node: Node, at path: String, _ quantity: Quantity) -> Bounds? {
    if case .sequence = node {
      report(node, path, "expected a number, a comparison or a map, not a list", "Write {min: …, max: …}")
      return nil
    }
    guard case .mapping = node else { return readComparison(node, at: path, quantity) }
    guard let fields = fields(of: node, at: path, allowed: ["min", "max"]) else { return nil }
    return readMinMax(fields, of: node, at: path, quantity)
  }

  private mutating func readMinMax(
    _ fields: [String: Node], of node: Node, at path: String, _ quantity: Quantity
  ) -> Bounds? {
    var bounds = Bounds()
    if let min = fields["min"] { bounds.min = readNumber(min, at: path + ".min", quantity) }
    if let max = fields["max"] { bounds.max = readNumber(max, at: path + ".max", quantity) }
    if fields["min"] == nil && fields["max"] == nil {
      report(node, path, "neither min nor max is given", "Add min:, max: or both")
      return nil
    }
    if bounds.isImpossible, let min = bounds.min, let max = bounds.max {
      report(
        node, path, "min \(quantity.format(min)) is above max \(quantity.format(max)), which nothing satisfies",
        "Swap them or correct one")
    }
    return bounds
  }

  mutating func readNumber(_ node: Node, at path: String, _ quantity: Quantity) -> Int? {
    guard let text = text(node, at: path) else { return nil }
    guard let value = quantity.parse(text) else {
      report(node, path, "\(quoted(text)) is no \(quantity.noun)", quantity.remedy)
      return nil
    }
    return value
  }

  private mutating func readComparison(_ node: Node, at path: String, _ quantity: Quantity) -> Bounds? {
    guard let text = text(node, at: path) else { return nil }
    let (sign, number) = Quantity.split(comparison: text)
    guard let value = quantity.parse(number) else {
      report(node, path, "no \(quantity.noun) is \(quoted(text))", quantity.remedy)
      return nil
    }
    var bounds = Bounds()
    switch sign {
    case ">=", "≥": bounds.min = value
    case ">": bounds.min = value + 1
    case "<=", "≤": bounds.max = value
    case "<": bounds.max = value - 1
    case "!=":
      report(node, path, "!= is not a comparison here", "List the values wanted, or use not:")
      return nil
    default: (bounds.min, bounds.max) = (value, value)
    }
    if (bounds.min ?? 0) > quantity.limit || (bounds.max ?? quantity.limit) < 0 {
      report(node, path, "no \(quantity.noun) is \(quoted(text))", quantity.remedy)
      return nil
    }
    return bounds
  }

  private mutating func readProbability(_ node: Node, at path: String) -> ProbabilityTest? {
    let keys = ["at_least", "at_most", "level"]
    guard let fields = fields(of: node, at: path, allowed: keys + ["min", "max"]) else { return nil }
    let given = keys.filter { fields[$0] != nil }
    guard given.count == 1, let key = given.first, let place = fields[key] else {
      report(
        node, path, given.isEmpty ? "it is not said of which levels" : "more than one set of levels is given",
        "Give one of at_least, at_most and level, such as {at_least: 4, min: 0.9}")
      return nil
    }
    let bounds = readMinMax(fields, of: node, at: path, .probability)
    guard let level = readNumber(place, at: "\(path).\(key)", .score) else { return nil }
    let levels: ProbabilityTest.Levels =
      key == "at_least" ? .atLeast(level) : key == "at_most" ? .atMost(level) : .exactly(level)
    if levels.set == .all {
      report(place, "\(path).\(key)", "the probability of all levels together is always 1", "Choose fewer levels")
    }
    return bounds.map { ProbabilityTest(levels: levels, bounds: $0) }
  }
}

internal import SluiceCore
internal import SluiceIO
internal import Yams

/// `field`: other fields of the line have values of this kind; all of them, where there are several.
struct FieldPredicate: PolicyPredicate {
  static let key = "field"
  static let otherNames = ["fields", "metadata", "attribute"]

  private let tests: [FieldTest]

  var canonical: String { tests.map(\.canonical).joined(separator: " and ") }
  var clause: String { tests.map(\.clause).joined(separator: " and ") }

  func holds(in cell: Cell) -> Bool? { nil }

  func compile(into condition: inout CompiledCondition, _ tests: inout DocumentTests) {
    for test in self.tests { tests.add(test) }
  }

  static func read(_ node: Node, at path: String, with reader: inout PolicyReader) -> FieldPredicate? {
    guard case .sequence(let items) = node else {
      return FieldTest.read(node, at: path, with: &reader).map { FieldPredicate(tests: [$0]) }
    }
    let tests = items.enumerated().map { FieldTest.read($1, at: "\(path)[\($0 + 1)]", with: &reader) }
    if items.isEmpty { reader.report(node, path, "nothing is listed", "Name a field, such as \(FieldTest.example)") }
    return tests.isEmpty || tests.contains { $0 == nil } ? nil : FieldPredicate(tests: tests.compactMap(\.self))
  }

  /// What the rules of a policy look at, by the place that the reader gave it.
  static func fields(of rules: [Rule]) -> [FieldPath] {
    let tests = rules.flatMap { [$0.when, $0.unless] }.compactMap { $0?[FieldPredicate.self] }.flatMap(\.tests)
    var fields = [FieldPath](repeating: .keys([]), count: (tests.map(\.place).max() ?? -1) + 1)
    for test in tests { fields[test.place] = test.path }
    return fields
  }
}

/// What one field must have.
private final class FieldTest: DocumentTest {
  static let example = "{path: metadata.language_score, at_least: 0.65}"

  /// A value that a field may be compared with.
  enum Value {
    case text(Name)
    case number(Double)
    case boolean(Bool)

    var canonical: String {
      switch self {
      case .text(let text): "text \(text.text.utf8.count) \(text.text)"
      case .number(let number): "number \(number)"
      case .boolean(let boolean): "\(boolean)"
      }
    }

    var shown: String {
      switch self {
      case .text(let text): "\"\(text.text)\""
      case .number(let number): Int(exactly: number).map(String.init) ?? "\(number)"
      case .boolean(let boolean): "\(boolean)"
      }
    }
  }

  /// Bounds on a number, by their keys.
  enum Bound: String, CaseIterable {
    case atLeast = "at_least"
    case above
    case atMost = "at_most"
    case below

    func allows(_ number: Double, _ limit: Double) -> Bool {
      switch self {
      case .atLeast: number >= limit
      case .above: number > limit
      case .atMost: number <= limit
      case .below: number < limit
      }
    }

    var phrase: String { rawValue.split(separator: "_").joined(separator: " ") }
  }

  let place: Int
  let path: FieldPath
  let isRecorded = false
  let canonical: String
  let clause: String
  /// Whether the field must have one of the values below.
  private let hasValues: Bool
  private let texts: ByteSet
  private let numbers: Set<Double>
  private let booleans: Set<Bool>
  private let bounds: [(bound: Bound, limit: Double)]
  private let isPresent: Bool?

  private init(
    _ written: String, place: Int, path: FieldPath, values: [Value]?, bounds: [(bound: Bound, limit: Double)],
    isPresent: Bool?
  ) {
    self.place = place
    self.path = path
    hasValues = values != nil
    texts = ByteSet(
      (values ?? []).compactMap { if case .text(let text) = $0 { Array(text.text.utf8)[...] } else { nil } })
    numbers = Set((values ?? []).compactMap { if case .number(let number) = $0 { number } else { nil } })
    booleans = Set((values ?? []).compactMap { if case .boolean(let boolean) = $0 { boolean } else { nil } })
    self.bounds = bounds
    self.isPresent = isPresent
    var parts = ["path=\(written.utf8.count) \(written)"]
    var phrases: [String] = []
    if let values {
      parts.append("is=" + values.map(\.canonical).joined(separator: "|"))
      phrases.append("is " + values.map(\.shown).joined(separator: " or "))
    }
    for (bound, limit) in bounds {
      parts.append("\(bound.rawValue)=\(limit)")
      phrases.append("is \(bound.phrase) \(Value.number(limit).shown)")
    }
    if let isPresent {
      parts.append("present=\(isPresent)")
      phrases.append(isPresent ? "is there" : "is not there")
    }
    canonical = parts.joined(separator: " ")
    clause = "the field \(written) " + phrases.joined(separator: " and ")
  }

  func holds(_ input: PolicyInput) -> Bool {
    let value = place < input.fields.count ? input.fields[place] : .missing
    var isThere = true
    if case .missing = value { isThere = false }
    if case .null = value { isThere = false }
    if let isPresent, isPresent != isThere { return false }
    if hasValues, !isAmongValues(value) { return false }
    if bounds.isEmpty { return true }
    guard let number = Self.number(value) else { return false }
    return bounds.allSatisfy { $0.bound.allows(number, $0.limit) }
  }

  private func isAmongValues(_ value: FieldValue) -> Bool {
    switch value {
    case .string(let bytes): texts.contains(bytes)
    case .boolean(let boolean): booleans.contains(boolean)
    default: Self.number(value).map { numbers.contains($0) } ?? false
    }
  }

  private static func number(_ value: FieldValue) -> Double? {
    switch value {
    case .integer(let isNegative, let magnitude): isNegative ? -Double(magnitude) : Double(magnitude)
    case .real(let number): number
    default: nil
    }
  }

  // MARK: Reading

  static func read(_ node: Node, at path: String, with reader: inout PolicyReader) -> FieldTest? {
    let keys = ["path", "is", "present"] + Bound.allCases.map(\.rawValue)
    guard let fields = reader.fields(of: node, at: path, allowed: keys) else { return nil }
    guard let pathNode = fields["path"] else {
      reader.report(node, path, "the key path is missing", "Write \(example)")
      return nil
    }
    guard let written = reader.text(pathNode, at: path + ".path") else { return nil }
    guard let place = place(of: written, pathNode, at: path + ".path", with: &reader) else { return nil }
    var values: [Value]?
    if let node = fields["is"] { values = read(valuesOf: node, at: path + ".is", with: &reader) }
    var bounds: [(bound: Bound, limit: Double)] = []
    for bound in Bound.allCases {
      guard let node = fields[bound.rawValue] else { continue }
      guard let text = reader.text(node, at: "\(path).\(bound.rawValue)") else { return nil }
      guard let limit = number(text) else {
        reader.report(node, "\(path).\(bound.rawValue)", "\(reader.quoted(text)) is not a number", "Write 0.65")
        return nil
      }
      bounds.append((bound, limit))
    }
    let isPresent = fields["present"].flatMap { reader.flag($0, at: path + ".present") }
    guard values != nil || !bounds.isEmpty || isPresent != nil else {
      if fields["is"] == nil, fields["present"] == nil {
        reader.report(node, path, "nothing is asked of the field", "Add is:, at_least:, at_most: or present:")
      }
      return nil
    }
    if isPresent == false, values != nil || !bounds.isEmpty {
      reader.report(node, path, "a field that is not there has no value", "Remove present: false, or the rest")
    }
    let lower = bounds.filter { $0.bound == .atLeast || $0.bound == .above }.map(\.limit).max()
    let upper = bounds.filter { $0.bound == .atMost || $0.bound == .below }.map(\.limit).min()
    if let lower, let upper, lower > upper {
      reader.report(node, path, "no number is at least \(lower) and at most \(upper)", "Swap them or correct one")
    }
    return FieldTest(
      written, place: place, path: reader.fieldPaths[place], values: values, bounds: bounds, isPresent: isPresent)
  }

  private static func place(
    of written: String, _ node: Node, at path: String, with reader: inout PolicyReader
  ) -> Int? {
    guard let field = FieldPath(written: written) else {
      reader.report(
        node, path, "\(reader.quoted(written)) is not a path of keys",
        "Join keys with dots, such as metadata.lang; a key with a dot in it goes in double quotes: '\"a.b\".c'")
      return nil
    }
    if let known = reader.fieldPaths.firstIndex(of: field) { return known }
    guard reader.fieldPaths.count < DocumentParser.mostOthers else {
      reader.report(node, path, "a policy can look at \(DocumentParser.mostOthers) fields at most", "Name fewer")
      return nil
    }
    reader.fieldPaths.append(field)
    return reader.fieldPaths.count - 1
  }

  private static func read(valuesOf node: Node, at path: String, with reader: inout PolicyReader) -> [Value]? {
    var values: [Value] = []
    for value in reader.values(node, at: path) {
      guard let text = reader.text(value, at: path) else { return nil }
      let isPlain = value.scalar?.style == .plain
      if isPlain, text == "true" || text == "false" {
        values.append(.boolean(text == "true"))
      } else if isPlain, let number = number(text) {
        values.append(.number(number))
      } else {
        values.append(.text(Name(text)))
      }
    }
    if values.isEmpty { reader.report(node, path, "nothing is listed", "Name at least one value") }
    return values.isEmpty ? nil : values
  }

  private static func number(_ text: String) -> Double? {
    guard text.utf8.contains(where: { (0x30...0x39).contains($0) }), let number = Double(text), number.isFinite,
      !text.lowercased().contains("x")
    else { return nil }
    return number == 0 ? 0 : number
  }
}

extension FieldPath {
  /// Reads a path as people write it: keys joined by dots, a key with a dot in it in double quotes (`"a.b".c`), where
  /// `\"` and `\\` stand for a quote and a backslash.
  package init?(written: String) {
    guard !written.utf8.contains(0), !written.isEmpty else { return nil }
    guard written.utf8.contains(UInt8(ascii: "\"")) else {
      self = .dotted(written)
      if written.split(separator: ".", omittingEmptySubsequences: false).contains("") { return nil }
      return
    }
    var keys: [String] = []
    var rest = Array(written.unicodeScalars)[...]
    while true {
      var key = String.UnicodeScalarView()
      if rest.first == "\"" {
        rest.removeFirst()
        while let scalar = rest.first, scalar != "\"" {
          rest.removeFirst()
          guard scalar == "\\" else {
            key.append(scalar)
            continue
          }
          guard let escaped = rest.popFirst(), escaped == "\"" || escaped == "\\" else { return nil }
          key.append(escaped)
        }
        guard rest.popFirst() == "\"" else { return nil }
      } else {
        while let scalar = rest.first, scalar != ".", scalar != "\"" { key.append(rest.removeFirst()) }
        if key.isEmpty { return nil }
      }
      keys.append(String(key))
      guard let dot = rest.popFirst() else { break }
      guard dot == ".", !rest.isEmpty else { return nil }
    }
    self = .keys(keys)
  }
}

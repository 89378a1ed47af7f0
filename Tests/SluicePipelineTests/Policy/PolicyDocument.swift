import SluiceCore
import SluicePipeline

/// A document to route, with owned strings in place of buffers.
struct PolicyDocument {
  var score = 0
  var parts: InlineArray<6, UInt16>?
  var category = Category.none
  var stance = Stance.none
  var language = Language.supported
  var text = "plain text"
  var id: String?
  var source: String?
  var url: String?
  /// The line's other fields that the policy names, in its order.
  var fields: [Field] = []

  enum Field {
    case missing, null, other
    case boolean(Bool)
    case integer(Int)
    case real(Double)

    var value: FieldValue {
      switch self {
      case .missing: .missing
      case .null: .null
      case .other: .other
      case .boolean(let boolean): .boolean(boolean)
      case .integer(let number): .integer(isNegative: number < 0, magnitude: UInt64(number.magnitude))
      case .real(let number): .real(number)
      }
    }
  }

  /// All probability on the score unless parts are given.
  private var probabilities: LevelProbabilities {
    var all = InlineArray<6, UInt16>(repeating: 0)
    all[score] = 10_000
    return LevelProbabilities(parts: parts ?? all)
  }

  func withInput<R>(_ body: (PolicyInput) -> R) -> R {
    let text = Array(self.text.utf8)
    let id = self.id.map { Array($0.utf8) }
    let source = self.source.map { Array($0.utf8) }
    let url = self.url.map { Array($0.utf8) }
    let assessment = Assessment(
      score: SafetyScore(rawValue: UInt8(score))!, probabilities: probabilities, category: category, stance: stance,
      language: language, span: 0..<0, scoredBytes: text.count)
    return text.withUnsafeBufferPointer { text in
      withBuffer(id) { id in
        withBuffer(source) { source in
          withBuffer(url) { url in
            fields.map(\.value).withUnsafeBufferPointer { fields in
              var input = PolicyInput(
                assessment: assessment, text: text, words: text.split(separator: 0x20).count, id: id,
                source: source, url: url)
              input.fields = fields
              return body(input)
            }
          }
        }
      }
    }
  }

  private func withBuffer<R>(_ bytes: [UInt8]?, _ body: (UnsafeBufferPointer<UInt8>?) -> R) -> R {
    guard let bytes else { return body(nil) }
    return bytes.withUnsafeBufferPointer { body($0) }
  }
}

extension Policy {
  /// The name of the rule that takes a document.
  func rule(_ document: PolicyDocument) -> String {
    document.withInput { rules[route($0).ruleIndex] }
  }

  func destination(_ document: PolicyDocument) -> String {
    document.withInput { route($0).destination.name }
  }

  /// A policy of one conditional rule called `hit`, and a last rule called `miss`.
  static func matching(_ when: String) throws -> Policy {
    try Policy(
      yaml: "version: 1\nrules:\n  - name: hit\n    when: \(when)\n    route: drop\n  - {name: miss, route: keep}\n",
      name: "test")
  }
}

package import SluiceCore

/// Judging documents one after another by keystrokes, without a terminal: keys go in, records come
/// out, and ``question`` and ``item`` say what to show.
///
/// A record is handed out when the next document's score is chosen or the session ends, so that
/// `u` can take the last judgement back without a file having to be rewritten.
package struct AnnotationSession: Sendable {
  package enum Key: Sendable, Hashable {
    case character(Character)
    case enter, backspace, escape
    /// Control-C, control-D, or a closed terminal.
    case end
  }

  package enum Question: Sendable, Hashable {
    case score, category, stance, reason
    /// Nothing is left, or the annotator stopped.
    case finished
  }

  package enum Action: Sendable, Hashable {
    /// Append to the output.
    case write(AnnotationRecord)
    case finish
  }

  private let items: [AnnotationItem]
  private let annotator: String
  private let alreadyDone: Int
  private var position = 0
  private var draft: Draft
  private var pending: (record: AnnotationRecord, position: Int)?
  package private(set) var question: Question

  private struct Draft: Sendable {
    var score = SafetyScore.safe
    var category = Category.none
    var stance = Stance.none
    var reason = ""
  }

  /// - Parameter done: what the output file holds already; its documents are not asked again.
  package init(items: [AnnotationItem], done: [AnnotationRecord] = [], annotator: String) {
    let doneIDs = Set(done.filter { Name($0.annotator) == Name(annotator) }.map { Name($0.id) })
    self.items = items.filter { !doneIDs.contains(Name($0.id)) }
    self.annotator = annotator
    alreadyDone = items.count - self.items.count
    draft = Draft()
    question = self.items.isEmpty ? .finished : .score
  }

  /// The document in question; nil when finished.
  package var item: AnnotationItem? { question == .finished ? nil : items[position] }

  /// Documents judged or skipped, and all of them.
  package var progress: (done: Int, total: Int) { (alreadyDone + position, alreadyDone + items.count) }

  /// The reason typed so far.
  package var reason: String { draft.reason }

  /// The letter that stands for each category: `a` for the first, and so on.
  package static let categoryKeys: [(key: Character, category: Category)] = zip("abcdefghijkl", Category.allCases).map {
    ($0, $1)
  }

  /// What can be pressed now, for a line of help.
  package var help: String {
    switch question {
    case .score: "0–5 level   s skip   u undo the last   q quit"
    case .category:
      Self.categoryKeys.map { "\($0.key) \($0.category.rawValue)" }.joined(separator: "  ") + "   esc back"
    case .stance: "n none   t topical   h harmful   esc back"
    case .reason: "a few words, then enter   esc back"
    case .finished: "done"
    }
  }

  /// Takes a keystroke; keys without a meaning here do nothing.
  package mutating func press(_ key: Key) -> [Action] {
    guard question != .finished else { return [] }
    if key == .end { return finish() }
    if key == .escape {
      draft = Draft()
      question = .score
      return []
    }
    switch question {
    case .score: return pressAtScore(key)
    case .category: pressAtCategory(key)
    case .stance: pressAtStance(key)
    case .reason: return pressAtReason(key)
    case .finished: break
    }
    return []
  }

  private mutating func pressAtScore(_ key: Key) -> [Action] {
    guard case .character(let character) = key else { return [] }
    switch character {
    case "q": return finish()
    case "s": return advance()
    case "u":
      if let pending {
        position = pending.position
        self.pending = nil
      }
      return []
    default:
      guard let level = UInt8(String(character)), let score = SafetyScore(rawValue: level) else { return [] }
      draft.score = score
      question = .category
      return flush()
    }
  }

  private mutating func pressAtCategory(_ key: Key) {
    if key == .enter && draft.score == .safe {
      question = .reason
    } else if case .character(let character) = key,
      let choice = Self.categoryKeys.first(where: { $0.key == character })
    {
      draft.category = choice.category
      question = choice.category == .none ? .reason : .stance
    }
  }

  private mutating func pressAtStance(_ key: Key) {
    guard case .character(let character) = key,
      let stance = ["n": Stance.none, "t": .topical, "h": .harmful][character]
    else { return }
    draft.stance = stance
    question = .reason
  }

  private mutating func pressAtReason(_ key: Key) -> [Action] {
    switch key {
    case .character(let character) where draft.reason.count < 200: draft.reason.append(character)
    case .backspace where !draft.reason.isEmpty: draft.reason.removeLast()
    case .enter:
      let record = AnnotationRecord(
        item: items[position], score: draft.score, category: draft.category, stance: draft.stance,
        reason: draft.reason, annotator: annotator)
      pending = (record, position)
      return advance()
    default: break
    }
    return []
  }

  private mutating func advance() -> [Action] {
    draft = Draft()
    position += 1
    question = .score
    return position == items.count ? finish() : []
  }

  private mutating func flush() -> [Action] {
    defer { pending = nil }
    return pending.map { [.write($0.record)] } ?? []
  }

  private mutating func finish() -> [Action] {
    question = .finished
    return flush() + [.finish]
  }
}

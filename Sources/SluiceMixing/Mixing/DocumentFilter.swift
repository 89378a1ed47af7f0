internal import SluiceCore
internal import SluiceIO
internal import SluicePipeline

/// Why a component leaves a document out.
package enum LeftOut: String, CaseIterable, Sendable, Codable {
  case source, score
  /// Its text contains the tag, and the component is not made of tagged text.
  case holdsTag = "holds_tag"
  /// A rewritten document or a refusal takes its place.
  case replaced
}

/// Decides which documents belong to a component, and makes their texts fit for a mix.
struct DocumentFilter {
  private let component: Recipe.Component
  private let sources: [NamePattern]
  private let notSources: [NamePattern]
  private let search: ByteSearch
  private let escape: TagEscape?
  private let replaced: ReplacedKeys?

  init(_ component: Recipe.Component, recipe: Recipe, replaced: ReplacedKeys?) {
    self.component = component
    sources = component.sources.map { NamePattern($0) }
    notSources = component.notSources.map { NamePattern($0) }
    search = ByteSearch(recipe.tag)
    escape = recipe.tagCollision == .escape ? TagEscape(tag: recipe.tag) : nil
    self.replaced = replaced
  }

  func reason(toLeaveOut document: MixDocument, run: Int) -> LeftOut? {
    let source = document.source ?? UnsafeBufferPointer(start: nil, count: 0)
    if !sources.isEmpty, !sources.contains(where: { $0.matches(source) }) { return .source }
    if notSources.contains(where: { $0.matches(source) }) { return .source }
    if !component.scores.isEmpty {
      guard let score = UInt8(exactly: document.score).flatMap(SafetyScore.init), component.scores.contains(score)
      else { return .score }
    }
    if let replaced, replaced.contains(document.key, run: run) { return .replaced }
    if component.origin != .tagged, escape == nil, search.first(in: document.text) != nil { return .holdsTag }
    return nil
  }

  /// Hands over the text as it is in the mix.
  func withText<T>(of document: MixDocument, _ body: (UnsafeBufferPointer<UInt8>) throws -> T) rethrows -> T {
    guard let escape, component.origin != .tagged, search.first(in: document.text) != nil else {
      return try body(document.text)
    }
    return try escape.escape(document.text).text.withUnsafeBufferPointer(body)
  }
}

/// Keys whose documents another component replaces: their hashes, eight bytes each.
struct ReplacedKeys: Sendable {
  private let hashes: [UInt64]

  init(_ hashes: [UInt64]) { self.hashes = hashes.sorted() }

  static func hash(_ key: String, run: Int) -> UInt64 { KeyedDraws("key", seed: UInt64(run), key: key)[0] }

  func contains(_ key: String, run: Int) -> Bool {
    let hash = Self.hash(key, run: run)
    var low = 0
    var high = hashes.count
    while low < high {
      let middle = (low + high) / 2
      if hashes[middle] < hash { low = middle + 1 } else { high = middle }
    }
    return low < hashes.count && hashes[low] == hash
  }
}

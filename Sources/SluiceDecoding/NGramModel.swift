internal import Foundation

/// A word n-gram model with stupid backoff (Brants et al. 2007): enough of a language model to show what a decoder
/// does. Words are what white space separates; the tag is a word of its own, as it is one token of a tokenizer.
package struct NGramModel: NextTokenModel {
  package typealias Token = String

  private static let textEnd = "</s>"
  /// Weight of what a shorter context says.
  private static let backoff = 0.4

  private let order: Int
  /// By context (up to order - 1 words), how often each word followed.
  private var counts: [[String]: [String: Int]] = [:]

  package var end: String? { Self.textEnd }

  /// - Parameters:
  ///   - texts: to learn from; the tag may come before any word, as `sluice tag` puts it.
  ///   - order: words an n-gram has, at least 2.
  package init(_ texts: [String], order: Int, tag: String) {
    precondition(order >= 2)
    self.order = order
    for text in texts {
      let words = Self.tokens(text, tag: tag) + [Self.textEnd]
      for i in words.indices {
        for length in 0..<order where length <= i {
          counts[Array(words[(i - length)..<i]), default: [:]][words[i], default: 0] += 1
        }
      }
    }
  }

  package static func tokens(_ text: String, tag: String) -> [String] {
    text.replacingOccurrences(of: tag, with: " \(tag) ").split(whereSeparator: \.isWhitespace).map(String.init)
  }

  package func next(of sequences: [[String]], count: Int, wanted: String) throws -> [[(
    token: String, logProbability: Double
  )]] {
    sequences.map { sequence in
      let scores = scores(after: sequence)
      let ranked = scores.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
      // In a fixed order, so that every run sums to the same bits.
      let sum = ranked.reduce(0) { $0 + $1.value }
      return ranked.enumerated().filter { $0.offset < count || $0.element.key == wanted }
        .map { ($0.element.key, log($0.element.value / sum)) }
    }
  }

  /// Relative frequencies after the longest context that was seen, and below each the next shorter one's, scaled.
  private func scores(after sequence: [String]) -> [String: Double] {
    var scores: [String: Double] = [:]
    var weight = 1.0
    for length in stride(from: min(order - 1, sequence.count), through: 0, by: -1) {
      guard let followers = counts[Array(sequence.suffix(length))] else { continue }
      let total = Double(followers.values.reduce(0, +))
      for (word, count) in followers where scores[word] == nil { scores[word] = weight * Double(count) / total }
      weight *= Self.backoff
    }
    return scores
  }
}

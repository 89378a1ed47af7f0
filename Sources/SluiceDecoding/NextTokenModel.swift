/// A language model, as a decoder sees it: for a sequence of tokens, what may come next.
package protocol NextTokenModel {
  associatedtype Token: Hashable & Comparable

  /// The likeliest next tokens of several sequences, with log-probabilities, in one batch.
  ///
  /// - Parameters:
  ///   - sequences: tokens from the beginning, the prompt's included.
  ///   - count: how many tokens to return at least, where the vocabulary has as many.
  ///   - wanted: a token to return in any case, wherever it is: the harmfulness tag.
  /// - Returns: for each sequence, distinct tokens in falling order of log-probability (natural logarithm).
  func next(of sequences: [[Token]], count: Int, wanted: Token) throws -> [[(token: Token, logProbability: Double)]]

  /// Ends a text; nil if the model has none.
  var end: Token? { get }
}

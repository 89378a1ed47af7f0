internal import Foundation

/// Safe Beam Search: at each step every beam proposes its `proposals` likeliest tokens; one batch looks a token
/// ahead of all of them at the probability of the tag; the share `discard` with the highest is discarded, and
/// the `beams` likeliest of the rest continue. Work per step is one batch of at most `beams` · `proposals` sequences.
///
/// Source: *Safety Pretraining* (arXiv 2504.16980), which leaves k and N open; the discarded share is half there.
package struct SafeBeamSearch<Model: NextTokenModel> {
  package struct Parameters: Sendable, Hashable {
    /// Sequences kept after each step (the paper's k).
    package var beams = 4
    /// Tokens each beam proposes (the paper's N).
    package var proposals = 8
    /// Share of candidates thrown away for their tag probability, rounded down; one candidate always stays.
    package var discard = 0.5
    /// Tokens to generate at most.
    package var maxTokens = 128
    /// Whether generation stops where the tag is the likeliest continuation of every beam. If not, the tag is
    /// only never generated.
    package var stopsOnTag = true

    package init() {}
  }

  /// A sequence that was generated.
  package struct Hypothesis {
    package var tokens: [Model.Token]
    /// Sum over the generated tokens.
    package var logProbability: Double
    /// Chance of the tag one token ahead, after each generated token.
    package var tagProbabilities: [Double]
    package var ending: Ending
  }

  package enum Ending: String, Sendable, Hashable {
    case end, length
    /// The model would mark what comes next.
    case tag
  }

  private let model: Model
  private let tag: Model.Token
  private let parameters: Parameters

  /// - Precondition: at least one beam, one proposal and one token; `discard` in 0..<1.
  package init(_ model: Model, tag: Model.Token, parameters: Parameters = Parameters()) {
    precondition(parameters.beams > 0 && parameters.proposals > 0 && parameters.maxTokens > 0)
    precondition((0..<1).contains(parameters.discard))
    self.model = model
    self.tag = tag
    self.parameters = parameters
  }

  private struct Beam {
    var tokens: [Model.Token]
    var logProbability = 0.0
    var tagProbabilities: [Double] = []
    /// What comes next, known from the look-ahead that judged this beam.
    var next: [(token: Model.Token, logProbability: Double)]
  }

  /// Continues a prompt.
  ///
  /// - Returns: finished hypotheses, the likeliest first.
  package func generate(after prompt: [Model.Token]) throws -> [Hypothesis] {
    let first = try model.next(of: [prompt], count: parameters.proposals + 1, wanted: tag)[0]
    var beams = [Beam(tokens: [], next: first)]
    var finished: [Hypothesis] = []
    for _ in 0..<parameters.maxTokens {
      if parameters.stopsOnTag, let stopped = stopped(beams) {
        finished += stopped
        beams = []
        break
      }
      let candidates = try lookAhead(proposals(of: beams), prompt)
      beams = survivors(candidates)
      // A finished beam gives its place up, as one that continues would have kept it.
      finished += beams.filter { $0.tokens.last == model.end }.map { hypothesis($0, .end) }
      beams.removeAll { $0.tokens.last == model.end }
      if beams.isEmpty || isDecided(finished, beams) { break }
    }
    finished += beams.map { hypothesis($0, .length) }
    return finished.sorted { Self.precedes(($0.logProbability, $0.tokens), ($1.logProbability, $1.tokens)) }
  }

  /// Whether no open beam can still come before the finished ones: a sequence only gets less likely.
  private func isDecided(_ finished: [Hypothesis], _ beams: [Beam]) -> Bool {
    let best = beams.map(\.logProbability).max() ?? -.infinity
    return finished.filter { $0.logProbability >= best }.count >= parameters.beams
  }

  /// All beams ended, if the model would tag whatever they say next.
  private func stopped(_ beams: [Beam]) -> [Hypothesis]? {
    guard beams.allSatisfy({ $0.next.first?.token == tag }) else { return nil }
    return beams.map { hypothesis($0, .tag) }
  }

  /// What the beams propose: never the tag.
  private func proposals(of beams: [Beam]) -> [Beam] {
    beams.flatMap { beam in
      beam.next.filter { $0.token != tag }.prefix(parameters.proposals).map { proposal in
        Beam(
          tokens: beam.tokens + [proposal.token], logProbability: beam.logProbability + proposal.logProbability,
          tagProbabilities: beam.tagProbabilities, next: [])
      }
    }
  }

  /// One batch: the tag's chance after each candidate. After the end of a text nothing comes.
  private func lookAhead(_ candidates: [Beam], _ prompt: [Model.Token]) throws -> [Beam] {
    let open = candidates.indices.filter { candidates[$0].tokens.last != model.end }
    let answers = try model.next(
      of: open.map { prompt + candidates[$0].tokens }, count: parameters.proposals + 1, wanted: tag)
    var judged = candidates
    for (index, answer) in zip(open, answers) {
      judged[index].next = answer
      judged[index].tagProbabilities.append(answer.first { $0.token == tag }.map { exp($0.logProbability) } ?? 0)
    }
    for index in candidates.indices where candidates[index].tokens.last == model.end {
      judged[index].tagProbabilities.append(0)
    }
    return judged
  }

  private func survivors(_ candidates: [Beam]) -> [Beam] {
    let discarded = min(Int(Double(candidates.count) * parameters.discard), candidates.count - 1)
    let safest = candidates.sorted { a, b in
      let (p, q) = (a.tagProbabilities.last ?? 0, b.tagProbabilities.last ?? 0)
      return p != q ? p < q : Self.precedes((a.logProbability, a.tokens), (b.logProbability, b.tokens))
    }
    .prefix(candidates.count - max(0, discarded))
    return Array(
      safest.sorted { Self.precedes(($0.logProbability, $0.tokens), ($1.logProbability, $1.tokens)) }
        .prefix(parameters.beams))
  }

  private func hypothesis(_ beam: Beam, _ ending: Ending) -> Hypothesis {
    Hypothesis(
      tokens: beam.tokens, logProbability: beam.logProbability, tagProbabilities: beam.tagProbabilities,
      ending: ending)
  }

  /// The likelier first; equal ones by their tokens, so that the order is the same in every run.
  private static func precedes(_ a: (Double, [Model.Token]), _ b: (Double, [Model.Token])) -> Bool {
    a.0 != b.0 ? a.0 > b.0 : a.1.lexicographicallyPrecedes(b.1)
  }
}

/// Always the likeliest next token: what Safe Beam Search is compared with.
package func greedyContinuation<Model: NextTokenModel>(
  _ model: Model, after prompt: [Model.Token], maxTokens: Int, tag: Model.Token
) throws -> [Model.Token] {
  var tokens: [Model.Token] = []
  for _ in 0..<maxTokens {
    guard let next = try model.next(of: [prompt + tokens], count: 1, wanted: tag)[0].first else { break }
    tokens.append(next.token)
    if next.token == model.end { break }
  }
  return tokens
}

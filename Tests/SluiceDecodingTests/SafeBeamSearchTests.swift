import SluiceDecoding
import Testing

/// Promise: what the model would tag is turned away from one token before it is said, in one batch a step, and
/// without the tag the search is a plain beam search.
struct SafeBeamSearchTests {
  static let tag = "<potentially_unsafe_content>"

  /// A toy corpus in which the commoner way to go on is the tagged one: the tag stands before a word in three,
  /// so that a model learns where it belongs.
  static let corpus: [String] = {
    var texts: [String] = []
    for i in 0..<60 {
      let marked = i % 3
      let words = ["the", "visitor", "took", "the", "vase", "and", "smashed", "every", "window"]
      texts.append(
        words.enumerated().map { $0 >= 7 && ($0 + marked) % 2 == 0 ? tag + $1 : $1 }.joined(separator: " "))
    }
    for _ in 0..<40 { texts.append("the visitor took the vase and filled it with flowers") }
    return texts
  }()

  private let model = NGramModel(corpus, order: 4, tag: tag)
  private let prompt = NGramModel.tokens("the visitor took the vase and", tag: tag)

  /// A model that counts what it is asked.
  private final class Counted: NextTokenModel {
    let model: NGramModel
    var batches: [Int] = []

    init(_ model: NGramModel) { self.model = model }

    var end: String? { model.end }

    func next(of sequences: [[String]], count: Int, wanted: String) throws -> [[(
      token: String, logProbability: Double
    )]] {
      batches.append(sequences.count)
      return try model.next(of: sequences, count: count, wanted: wanted)
    }
  }

  @Test func itSteersAwayFromWhatGreedyDecodingSays() throws {
    let greedy = try greedyContinuation(model, after: prompt, maxTokens: 8, tag: Self.tag)
    #expect(greedy.first == "smashed", "the commoner continuation: \(greedy)")
    let safe = try #require(try SafeBeamSearch(model, tag: Self.tag).generate(after: prompt).first)
    #expect(safe.tokens == ["filled", "it", "with", "flowers", "</s>"])
    #expect(safe.ending == .end)
    #expect(safe.tagProbabilities.allSatisfy { $0 < 0.05 })
  }

  @Test func withoutDiscardingItIsABeamSearch() throws {
    var parameters = SafeBeamSearch<NGramModel>.Parameters()
    parameters.discard = 0
    parameters.beams = 1
    parameters.proposals = 1
    parameters.maxTokens = 8
    parameters.stopsOnTag = false
    let untagged = NGramModel(Self.corpus.map { $0.replacing(Self.tag, with: "") }, order: 4, tag: Self.tag)
    let greedy = try greedyContinuation(untagged, after: prompt, maxTokens: 8, tag: Self.tag)
    let search = SafeBeamSearch(untagged, tag: Self.tag, parameters: parameters)
    let beam = try #require(try search.generate(after: prompt).first)
    #expect(beam.tokens == greedy)
    #expect(greedy.contains("smashed"), "the commoner continuation")
  }

  @Test func aStepIsOneBatchOfAtMostBeamsTimesProposals() throws {
    let counted = Counted(model)
    var parameters = SafeBeamSearch<Counted>.Parameters()
    parameters.beams = 3
    parameters.proposals = 5
    parameters.maxTokens = 4
    _ = try SafeBeamSearch(counted, tag: Self.tag, parameters: parameters).generate(after: prompt)
    #expect(counted.batches.count <= 5 && counted.batches.first == 1)
    #expect(counted.batches.allSatisfy { $0 <= 15 })
  }

  @Test func theTagIsNeverGenerated() throws {
    for stops in [true, false] {
      var parameters = SafeBeamSearch<NGramModel>.Parameters()
      parameters.stopsOnTag = stops
      let found = try SafeBeamSearch(model, tag: Self.tag, parameters: parameters)
        .generate(after: prompt + ["smashed"])
      #expect(!found.isEmpty && found.allSatisfy { !$0.tokens.contains(Self.tag) })
    }
  }

  @Test func itStopsWhereOnlyTheTagIsLikely() throws {
    let marked = NGramModel(
      Array(repeating: "he \(Self.tag)shouted \(Self.tag)loudly", count: 5), order: 3, tag: Self.tag)
    let stopped = try SafeBeamSearch(marked, tag: Self.tag).generate(after: ["he"])
    #expect(stopped.map(\.ending) == [.tag] && stopped[0].tokens.isEmpty)
    var parameters = SafeBeamSearch<NGramModel>.Parameters()
    parameters.stopsOnTag = false
    #expect(
      try SafeBeamSearch(marked, tag: Self.tag, parameters: parameters).generate(after: ["he"])
        .allSatisfy { $0.ending != .tag })
  }

  @Test func theSameModelGivesTheSameHypotheses() throws {
    let one = try SafeBeamSearch(model, tag: Self.tag).generate(after: prompt)
    let two = try SafeBeamSearch(NGramModel(Self.corpus, order: 4, tag: Self.tag), tag: Self.tag)
      .generate(after: prompt)
    #expect(one.map(\.tokens) == two.map(\.tokens) && one.map(\.logProbability) == two.map(\.logProbability))
  }
}

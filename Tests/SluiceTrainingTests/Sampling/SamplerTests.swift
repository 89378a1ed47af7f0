import SluiceCore
import SluiceTraining
import Testing

struct SamplerTests {
  struct Candidate {
    var key: DocumentKey
    var hash: UInt64
    var source: String
    var assessment: Assessment
  }

  static let candidates: [Candidate] = (0..<3000).map { index in
    var random = SplitMix64(seed: UInt64(index))
    return Candidate(
      key: DocumentKey(shard: "s\(index % 3)", line: index + 1), hash: random.next(), source: "src\(index % 4)",
      assessment: SluiceTrainingTests.assessment(level: index % 6, probability: [0.95, 0.7, 0.5][index % 3]))
  }

  func sample(_ candidates: [Candidate], perStratum: Int = 5, seed: UInt64 = 1, maxSources: Int = 100) -> Sampler<
    String
  > {
    var sampler = Sampler<String>(perStratum: perStratum, seed: seed, maxSources: maxSources)
    for candidate in candidates {
      sampler.offer(
        candidate.key, contentHash: candidate.hash, source: Name(candidate.source), assessment: candidate.assessment
      ) { candidate.key.description }
    }
    return sampler
  }

  func keys(_ sampler: Sampler<String>, limit: Int? = nil) -> [String] { sampler.drawn(limit: limit).map(\.payload) }

  @Test func everyStratumGivesTheSameNumber() {
    let drawn = sample(Self.candidates).drawn()
    let strata = Dictionary(grouping: drawn, by: \.stratum)
    #expect(strata.count > 6)
    for (_, members) in strata { #expect(members.count == 5) }
    #expect(drawn.allSatisfy { $0.drawn == 5 && $0.seen >= 5 })
  }

  @Test(arguments: [1, 7, 60, 700])
  func trimmingChangesNoDraw(_ limit: Int) {
    func draw(_ candidates: some Sequence<Candidate>, maxSources: Int, trims: Bool) -> Sampler<String> {
      var sampler = Sampler<String>(perStratum: limit, seed: 1, maxSources: max(maxSources, limit))
      for (index, candidate) in candidates.enumerated() {
        sampler.offer(
          candidate.key, contentHash: candidate.hash, source: Name(candidate.source), assessment: candidate.assessment
        ) { candidate.key.description }
        if trims, index % 10 == 0 { sampler.trim(toDraw: limit) }
      }
      return sampler
    }
    let many = Self.candidates.enumerated().map { index, candidate in
      var candidate = candidate
      candidate.source = "src\(index % 900)"
      return candidate
    }
    for candidates in [Self.candidates, many] {
      let whole = draw(candidates, maxSources: 1, trims: false)
      var halves = draw(candidates[..<1700].reversed(), maxSources: 1, trims: true)
      halves.merge(draw(candidates[1700...], maxSources: 1, trims: true))
      #expect(keys(halves, limit: limit) == keys(whole, limit: limit))
      #expect(halves.drawn(limit: limit).map(\.seen) == whole.drawn(limit: limit).map(\.seen))
    }
  }

  @Test func orderAndDivisionOfWorkDoNotMatter() {
    let whole = keys(sample(Self.candidates))
    #expect(keys(sample(Self.candidates.reversed())) == whole)
    var halves = sample(Array(Self.candidates[1700...]))
    halves.merge(sample(Array(Self.candidates[..<1700])))
    #expect(keys(halves) == whole)
    #expect(halves.drawn().map(\.seen) == sample(Self.candidates).drawn().map(\.seen))
  }

  @Test func anotherSeedDrawsOtherDocuments() {
    #expect(keys(sample(Self.candidates, seed: 2)) != keys(sample(Self.candidates)))
  }

  @Test func copiesOfATextAreDrawnOnce() {
    var copies = Array(Self.candidates[..<1])
    copies.append(copies[0])
    copies[1].key = DocumentKey(shard: "a", line: 9)
    #expect(keys(sample(copies)) == ["a#9"])
    #expect(keys(sample(copies.reversed())) == ["a#9"])
  }

  @Test func aLimitIsSharedAmongTheStrata() {
    let strata = Set(sample(Self.candidates).drawn().map(\.stratum)).count
    let drawn = sample(Self.candidates).drawn(limit: strata)
    #expect(drawn.count == strata)
    #expect(Set(drawn.map(\.stratum)).count == strata)
  }

  @Test func sourcesAreBoundedWhateverTheirOrder() {
    let many = (0..<500).map { index in
      var candidate = Self.candidates[index]
      candidate.source = "host\(index)"
      return candidate
    }
    let few = sample(many, maxSources: 10)
    #expect(Set(few.drawn().compactMap(\.stratum.source)).count == 10)
    #expect(keys(sample(many.reversed(), maxSources: 10)) == keys(few))
  }

  @Test func uncertaintyIsByTheLikeliestLevel() {
    #expect(Uncertainty(assessment(level: 3, probability: 0.9).probabilities) == .sure)
    #expect(Uncertainty(assessment(level: 3, probability: 0.7).probabilities) == .leaning)
    #expect(Uncertainty(assessment(level: 3, probability: 0.5).probabilities) == .unsure)
  }
}

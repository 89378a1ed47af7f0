import SluiceMixing
import TestSupport
import Testing

/// Promise: every copy that the plan takes is dealt once, to a shard and a place that depend on seed and key
/// alone.
struct MixDealerTests {
  private static let texts = [
    "recontextualized": (0..<120).map { "text number \($0)" }, "refusals": (0..<60).map { "refusal \($0)" },
  ]
  private static let components = "{from: recontextualized}, {from: refusals, repeat: 3}"

  private func deal(
    _ settings: String = "", _ components: String = components, separates: Bool = false, jobs: Int = 2
  ) throws -> (plan: MixPlan, dealt: [MixFixture.Dealt]) {
    let fixture = try MixFixture(settings, components: components, texts: Self.texts)
    let survey = try fixture.survey(jobs: jobs)
    let plan = try MixPlan(fixture.recipe, survey, rawBytes: 0, separates: separates)
    return (plan, try fixture.dealt(plan, survey, jobs: jobs))
  }

  @Test func everyCopyIsDealtOnce() throws {
    let (plan, dealt) = try deal()
    #expect(dealt.count == 120 + 3 * 60 && plan.total.documents == dealt.count && Set(dealt).count == dealt.count)
    let copies = Dictionary(grouping: dealt.filter { $0.component == 1 }, by: \.key).mapValues {
      $0.map(\.copy).sorted()
    }
    #expect(copies.count == 60 && copies.values.allSatisfy { $0 == [0, 1, 2] })
    #expect(dealt.allSatisfy { $0.line.contains(#""copy":\#($0.copy + 1),"#) })
    #expect(dealt.contains { $0.line.contains(#""text":"text number 7","#) && $0.key == "a.jsonl#8" })
  }

  @Test func placesRiseAndCopiesAreApart() throws {
    let dealt = try deal().dealt
    #expect(zip(dealt, dealt.dropFirst()).allSatisfy { $0.shard < $1.shard || $0.place <= $1.place })
    // A document's copies are as far apart as any: a third of the mix on average.
    let places = Dictionary(grouping: dealt.filter { $0.component == 1 }, by: \.key).values.map {
      $0.map { Double($0.place) / 0x1p64 }.sorted()
    }
    let gaps = places.map { $0[2] - $0[0] }
    #expect(abs(gaps.reduce(0, +) / Double(gaps.count) - 0.5) < 0.15)
  }

  @Test func anyNumberOfThreadsDealsTheSame() throws {
    #expect(try deal(jobs: 1).dealt == deal(jobs: 4).dealt)
  }

  @Test func anotherSeedDealsOtherwise() throws {
    let (one, other) = (try deal("seed: 1").dealt, try deal("seed: 2").dealt)
    #expect(Set(one.map(\.line)) == Set(other.map(\.line)), "the same documents")
    #expect(one.map(\.line) != other.map(\.line), "in another order")
    #expect(try deal("seed: 1").dealt == one)
  }

  @Test func aBudgetTakesTheSameDocumentsInAnyMix() throws {
    let small = try deal("", "{from: recontextualized, tokens: 100}").dealt
    let large = try deal("", "{from: recontextualized, tokens: 250}").dealt
    #expect(!small.isEmpty && Set(small.map(\.key)).isSubset(of: large.map(\.key)) && small.count < large.count)
  }

  @Test func replacementsTakeTheirOriginalsPlaces() throws {
    let raw = try deal("", "{from: recontextualized}").dealt
    let refusals = try deal("", "{from: refusals}").dealt
    let places = Dictionary(uniqueKeysWithValues: raw.map { ($0.key, $0.place) })
    #expect(refusals.allSatisfy { places[$0.key] == $0.place }, "one key, one place, whatever was made of it")
  }

  @Test func componentsApartHaveShardsOfTheirOwn() throws {
    let (plan, dealt) = try deal("", separates: true)
    for part in plan.parts {
      #expect(dealt.filter { part.shards.contains($0.shard) }.allSatisfy { $0.component == part.component })
    }
  }

  @Test func aFileThatChangedMeanwhileStopsTheMix() throws {
    let fixture = try MixFixture(components: Self.components, texts: Self.texts)
    let survey = try fixture.survey()
    let plan = try MixPlan(fixture.recipe, survey, rawBytes: 0, separates: false)
    let path = "run/" + fixture.files[1][0].path
    let before = String(decoding: try bytes(of: fixture.scratch.file(path)), as: UTF8.self)
    try fixture.scratch.write(before.replacing("refusal 0", with: "refusal X"), to: path)
    let error = try #require(#expect(throws: MixFailure.self) { _ = try fixture.dealt(plan, survey) })
    #expect(error.description.contains("changed while the mix was made") && !error.description.contains("refusal X"))
  }
}

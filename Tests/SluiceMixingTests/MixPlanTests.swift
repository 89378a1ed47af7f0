import SluiceMixing
import TestSupport
import Testing

/// Promise: a plan holds what the recipe asks of what was found, to the document, or says what is short.
struct MixPlanTests {
  /// Documents of ten bytes and two words each.
  private static let texts = [
    "recontextualized": [String](repeating: "abcd efghi", count: 200),
    "refusals": [String](repeating: "no no no n", count: 100),
  ]

  private func plan(
    _ settings: String = "", _ components: String, rawBytes: Int = 0, separates: Bool = false,
    texts: [String: [String]] = texts
  ) throws -> MixPlan {
    let fixture = try MixFixture("bytes_per_token: 1\n" + settings, components: components, texts: texts)
    return try MixPlan(fixture.recipe, try fixture.survey(), rawBytes: rawBytes, separates: separates)
  }

  @Test func everythingIsTakenOnceOrAsOftenAsAsked() throws {
    let plan = try plan("", "{from: recontextualized}, {from: refusals, repeat: 3}")
    #expect(plan.available.map(\.documents) == [200, 100] && plan.originals == [200, 100])
    #expect(
      plan.taken == [
        MixSize(documents: 200, words: 400, textBytes: 2000, weight: 2000),
        MixSize(documents: 300, words: 1200, textBytes: 3000, weight: 3000),
      ])
    #expect(plan.total.documents == 500 && plan.budgets == [2000, 3000])
  }

  @Test func sharesAreMetByTheLargestMixThatNothingLimits() throws {
    let plan = try plan("", "{from: recontextualized, share: 80%}, {from: refusals, share: 20%}")
    #expect(plan.budgets == [2000, 500])
    #expect(plan.taken[0].documents == 200 && abs(plan.taken[1].documents - 50) <= 1)
  }

  @Test func theRestFillsTheTotal() throws {
    let plan = try plan(
      "tokens: raw", "{from: recontextualized, share: rest, max_repetition: 3}, {from: refusals, share: 10%}",
      rawBytes: 5000)
    #expect(plan.budgets == [4500, 500])
    #expect(abs(plan.taken[0].weight - 4500) <= 20 && plan.originals[0] == 200)
  }

  @Test func phasesAndComponentsApartAreParts() throws {
    let shards = "shard_bytes: 65536"
    let mixed = try plan(shards, "{from: recontextualized, end: 50%}, {from: refusals, repeat: 2, begin: 50%}")
    #expect(mixed.phases.bounds == [0, 0.5, 1])
    #expect(mixed.parts.map(\.phase) == [0, 1] && mixed.parts.map(\.shards) == [0..<1, 1..<2])
    #expect(mixed.parts.allSatisfy { $0.component == nil })
    let apart = try plan(shards, "{from: recontextualized}, {from: refusals}", separates: true)
    #expect(apart.parts.map(\.component) == [0, 1] && apart.shardCount == 2)
    #expect(apart.parts.map(\.size.documents) == [200, 100])
  }

  @Test func aLargePartHasSeveralShards() throws {
    let many = [String](repeating: String(repeating: "a", count: 2000), count: 200)
    let plan = try plan("shard_bytes: 65536", "{from: recontextualized}", texts: ["recontextualized": many])
    #expect(plan.parts.count == 1 && plan.shardCount == (200 * 2300 + 32_768) / 65_536)
  }

  @Test func filtersCountWhatTheyLeaveOut() throws {
    var texts = Self.texts
    texts["refusals"]?[0] = "see <potentially_unsafe_content>"
    let fixture = try MixFixture(
      components: "{from: recontextualized, scores: 1-3, not_sources: s1}, {from: refusals}", texts: texts)
    let survey = try fixture.survey()
    let (first, second) = (survey.components[0], survey.components[1])
    #expect(first.leftOut.values.reduce(0, +) + first.cells.total.documents == 200)
    #expect(Set(first.leftOut.keys.map(\.rawValue)) == ["source", "score"])
    #expect(
      second.leftOut.map { "\($0.key.rawValue) \($0.value)" } == ["holds_tag 1"] && second.cells.total.documents == 99)
  }

  private func shortage(_ settings: String, _ components: String, rawBytes: Int = 0) throws -> String {
    let error = try #require(
      #expect(throws: MixShortage.self) { _ = try plan(settings, components, rawBytes: rawBytes) })
    return error.description
  }

  @Test func whatIsShortIsReckonedUp() throws {
    let long = try shortage("tokens: 10K", "{from: recontextualized, share: rest, max_repetition: 2}")
    #expect(
      long.contains(
        "recontextualized: 10,000 tokens are wanted, but its documents have 2,000, or 4,000 repeated 2 times: 6,000 tokens short"
      ))
    #expect(
      try shortage("", "{from: recontextualized, share: 60%}, {from: refusals, share: 30%}")
        .contains("shares add up to 90 %, not 100 %: 10 % short"))
    #expect(
      try shortage("", "{from: recontextualized, share: 100%}, {from: refusals}").contains(
        "which leaves nothing for the 1,000 tokens"))
    #expect(
      try shortage("tokens: 500", "{from: refusals}, {from: recontextualized, share: rest}")
        .contains("would take the rest of 500 tokens, but the others take 1,000: 500 tokens too many"))
    #expect(
      try shortage("tokens: 1K", "{from: recontextualized, tokens: 400}, {from: refusals, tokens: 500}")
        .contains("recontextualized 400 + refusals 500 = 900: 100 tokens short"))
    #expect(try shortage("", "{from: refusals, sources: nowhere}").contains("refusals: no documents are left"))
  }
}

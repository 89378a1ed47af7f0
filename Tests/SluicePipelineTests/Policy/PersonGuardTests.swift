import SluiceCore
import SluicePipeline
import Testing

/// Promise: sexual content and minors never goes to a language model. The tests use words that stand for others.
struct PersonGuardTests {
  static let policy = """
    version: 1
    rules:
      - name: owls
        when: {category: sexual, terms: [owl], not: {score: 0, terms: [forest]}}
        route: quarantine
        reason: needs-a-person
      - name: owls-and-foxes
        when: {terms: [{values: [owl]}, {values: [red fox], min_hits: 2, fold_lookalikes: true}]}
        route: quarantine
        reason: needs-a-person
      - {name: others, when: {terms: [hare]}, route: quarantine}
      - {name: rest, route: recontextualize}
    """

  @Test func aDocumentIsReservedByTermsAndCategoryWhateverElseTheRulesAsk() throws {
    let guardian = PersonGuard(try Policy(yaml: Self.policy, name: "test"))
    #expect(
      guardian.reserves("An owl.", category: .sexual) && guardian.reserves("An owl, a forest.", category: .sexual))
    #expect(guardian.reserves("red fox, r3d fox, owl"))
    for text in ["An owl.", "red fox, red fox", "owl, red fox", "hare", ""] { #expect(!guardian.reserves(text)) }
    #expect(!guardian.reserves("red fox, red fox, hare", category: .sexual))
  }

  @Test(arguments: PolicyDefaultTests.withBothWords)
  func theBuiltInPolicyDecidesWithoutBeingNamed(_ text: String) { #expect(PersonGuard().reserves(text)) }

  @Test func ofLawMedicineAndNewsNothingIsSentEither() {
    let text = "The court, its judges and the lawmakers: a statute on sexual offences against children."
    #expect(PersonGuard().reserves(text, category: .none))
  }

  @Test func aPolicyWithoutSuchRulesReservesNothing() throws {
    let policy = try Policy(yaml: "version: 1\nrules:\n  - {name: all, route: refusal}\n", name: "test")
    #expect(!PersonGuard(policy).reserves("red fox, red fox, owl", category: .sexual))
  }
}

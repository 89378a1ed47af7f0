import SluiceCore
import SluiceMixing
import SluicePipeline
import TestSupport
import Testing

struct TagSettingsTests {
  @Test(arguments: ["<bad>", "<|unsafe|>", "é!", "{}"]) func aTagIsAnyPlainText(_ tag: String) {
    #expect(TagSettings.problem(withTag: tag) == nil)
  }

  @Test(arguments: ["", "x", "a b", "a\tb", "a\"b", "a\\b", "a\u{7f}b", "a\u{a0}b", "a\u{2060}b"])
  func aTagThatJSONOrWordsWouldChangeIsRefused(_ tag: String) {
    #expect(TagSettings.problem(withTag: tag) != nil)
  }

  @Test func theBuiltInSettingsAreThePapers() {
    #expect(TagSettings.default.probability == 0.05 && TagSettings.default.collision == .quarantine)
    #expect(!TagSettings.default.routes.contains(.keep) && !TagSettings.default.routes.contains(.drop))
  }

  @Test func everyKeyIsNeededAndChecked() throws {
    let scratch = try Scratch()
    let file = try scratch.write(
      """
      version: 1
      tag: x
      probability: 2
      min_score: 6
      routes: [keep, refusall]
      seed: 1.5
      collision: leave-out
      """, to: "tagging.yaml")
    let error = try #require(#expect(throws: RecipeError.self) { try TagSettings.load(path: file) })
    #expect(error.problems.map(\.line) == [2, 3, 4, 5, 5, 6, 7], "\(error)")
    #expect(error.description.contains("Did you mean refusal?"))
    #expect(error.description.contains("kept documents are never tagged"))
    let short = try scratch.write("version: 1\ntoken: <x>\n", to: "short.yaml")
    let missing = try #require(#expect(throws: RecipeError.self) { try TagSettings.load(path: short) })
    #expect(missing.description.contains("short.yaml:2:1: token: unknown key. Did you mean tag?"))
    #expect(missing.description.contains("probability: the key is missing"))
  }
}

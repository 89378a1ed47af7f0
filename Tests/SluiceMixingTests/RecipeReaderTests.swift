import SluiceCore
import SluiceIO
import SluiceMixing
import SluicePipeline
import TestSupport
import Testing

/// Promise: a recipe is read strictly; every problem has its line, says what is wrong and what to write instead.
struct RecipeReaderTests {
  private func read(_ text: String) throws -> Recipe {
    let scratch = try Scratch()
    return try Recipe.load(try scratch.write(text, to: "r.yaml"))
  }

  private func problems(_ text: String) throws -> [PolicyProblem] {
    do {
      _ = try read(text)
      return []
    } catch let error as RecipeError {
      return error.problems
    }
  }

  private func component(_ fields: String) throws -> Recipe.Component {
    try #require(try read("version: 1\ntokens: 1M\ncomponents:\n  - {from: kept, \(fields)}\n").components.first)
  }

  @Test(arguments: Recipe.builtInNames) func everyBuiltInRecipeIsSound(_ name: String) throws {
    let recipe = try Recipe.load(name)
    #expect(!recipe.components.isEmpty && recipe.name == name)
    #expect(try Recipe.load(name + ".yaml").sha256 == recipe.sha256)
  }

  @Test func whatIsNotSaidHasItsDefault() throws {
    let recipe = try read("version: 1\ncomponents: [{from: kept}]")
    #expect(recipe.seed == 0 && recipe.total == .open && recipe.bytesPerToken == 4 && recipe.shardBytes == 128 << 20)
    #expect(recipe.tag == TagSettings.default.tag && recipe.tagCollision == .leaveOut)
    let kept = recipe.components[0]
    #expect(kept.name == "kept" && kept.origin == .kept && kept.amount == .all(times: 1) && kept.maxRepetition == 1)
    #expect(kept.sources.isEmpty && kept.scores.isEmpty && kept.begin == 0 && kept.end == 1)
  }

  @Test func everyKeyIsRead() throws {
    let recipe = try read(
      """
      version: 1
      seed: 7
      tokens: raw
      bytes_per_token: 3.5
      shard_bytes: 65536
      tag: <bad>
      tag_collision: escape
      components:
        - name: old
          from: raw
          share: rest
          max_repetition: 3
          sources: [web, 'n*']
          not_sources: news
          scores: [0, 2-4]
          routes: [keep, refusal]
          replaced_by: [recontextualized]
          begin: 10%
          end: 0.5
        - {from: recontextualized, repeat: 6}
      """)
    #expect(recipe.seed == 7 && recipe.total == .raw && recipe.bytesPerToken == 3.5 && recipe.shardBytes == 65_536)
    #expect(recipe.tag == "<bad>" && recipe.tagCollision == .escape)
    let old = recipe.components[0]
    #expect(old.name == "old" && old.origin == .raw && old.amount == .rest && old.maxRepetition == 3)
    #expect(old.sources == ["web", "n*"] && old.notSources == ["news"] && old.routes == [.keep, .refusal])
    #expect(Set(old.scores.map(\.rawValue)) == [0, 2, 3, 4] && old.replacedBy == ["recontextualized"])
    #expect(old.begin == 0.1 && old.end == 0.5)
    #expect(recipe.components[1].amount == .all(times: 6) && recipe.components[1].maxRepetition == 6)
  }

  @Test func aByteOrderMarkBelongsToTheFile() throws {
    #expect(try read("\u{feff}version: 1\ncomponents:\n  - from: kept\n").components.count == 1)
  }

  @Test(arguments: ["9.3e18", "1e308T", "1001T", "inf", "nan", "0", "-1", "1e-400"])
  func countsAreBounded(_ text: String) throws {
    let found = try problems("version: 1\ntokens: \(text)\ncomponents:\n  - from: kept\n")
    #expect(found.map(\.key) == ["tokens"] && found[0].message.contains("up to 1000T"))
  }

  @Test(arguments: [("40%", 0.4), ("0.4", 0.4), ("0%", 0), ("1", 1), ("100%", 1)])
  func sharesAreFractionsOrPercentages(_ text: String, _ share: Double) throws {
    #expect(try component("share: \(text)").amount == .share(share))
  }

  @Test(arguments: [("5", 5.0), ("2.5K", 2500), ("2k", 2000), ("3M", 3e6), ("600B", 6e11), ("1G", 1e9), ("1T", 1e12)])
  func countsHaveDecimalSuffixes(_ text: String, _ tokens: Double) throws {
    #expect(try component("tokens: \(text)").amount == .tokens(tokens))
  }

  struct Bad: Sendable, CustomTestStringConvertible {
    var text: String
    var key: String
    var message: String
    var remedy = ""
    /// Of the text's lines; 0 for a file without any.
    var line = 3

    var testDescription: String { text }
  }

  @Test(arguments: [
    Bad(text: "- from: keptt", key: "components.from", message: "unknown origin 'keptt'", remedy: "Did you mean kept?"),
    Bad(
      text: "- {from: kept, sharee: 1}", key: "components.sharee", message: "unknown key", remedy: "Did you mean share?"
    ),
    Bad(
      text: "- {from: kept, ratio: 0.5}", key: "components.ratio", message: "unknown key", remedy: "Did you mean share?"
    ),
    Bad(
      text: "- {from: kept, qwertz: 1}", key: "components.qwertz", message: "unknown key", remedy: "Known here: name"),
    Bad(text: "- {share: 1}", key: "components.from", message: "the key is missing"),
    Bad(text: "- kept", key: "components", message: "expected a map"),
    Bad(text: "- {from: kept, name: 'a b'}", key: "components.a b", message: "only letters, digits, - and _"),
    Bad(text: "- {from: kept, share: 150%}", key: "components.kept.share", message: "expected a share", remedy: "40%"),
    Bad(text: "- {from: kept, tokens: none}", key: "components.kept.tokens", message: "expected a count above 0"),
    Bad(text: "- {from: kept, tokens: 0}", key: "components.kept.tokens", message: "expected a count above 0"),
    Bad(text: "- {from: kept, repeat: 0}", key: "components.kept.repeat", message: "a whole number from 1 to 1000"),
    Bad(text: "- {from: kept, repeat: ~}", key: "components.kept.repeat", message: "the value is missing"),
    Bad(
      text: "- {from: kept, share: 1, tokens: 5}", key: "components.kept",
      message: "share and tokens exclude each other"),
    Bad(
      text: "- {from: kept, max_repetition: 2}", key: "components.kept.max_repetition",
      message: "it only applies to share or tokens",
      remedy: "Write repeat:"),
    Bad(text: "- {from: kept, scores: 6}", key: "components.kept.scores", message: "levels from 0 to 5"),
    Bad(text: "- {from: kept, scores: 3-1}", key: "components.kept.scores", message: "levels from 0 to 5"),
    Bad(text: "- {from: kept, scores: []}", key: "components.kept.scores", message: "the list is empty"),
    Bad(text: "- {from: kept, routes: keep}", key: "components.kept.routes", message: "only raw reads several queues"),
    Bad(
      text: "- {from: raw, routes: dropp}", key: "components.raw.routes", message: "unknown route",
      remedy: "Did you mean drop?"),
    Bad(text: "- {from: kept, begin: 60%, end: 20%}", key: "components.kept", message: "it ends before it begins"),
    Bad(
      text: "- {from: kept, share: rest}", key: "components.kept", message: "rest needs a total",
      remedy: "Write tokens:"),
    Bad(
      text: "- {from: raw, replaced_by: [refusal]}", key: "components.raw.replaced_by",
      message: "unknown component 'refusal'"),
    Bad(
      text: "- {from: kept, replaced_by: [kept]}", key: "components.kept.replaced_by",
      message: "only recontextualized and refusals"),
  ])
  func aBadComponentIsNamed(_ bad: Bad) throws {
    let found = try problems("version: 1\ncomponents:\n  \(bad.text)\n")
    let problem = try #require(found.first { $0.key == bad.key }, "\(found)")
    #expect(problem.message.contains(bad.message), "\(problem)")
    #expect(problem.remedy.contains(bad.remedy), "\(problem)")
    #expect(problem.line == bad.line)
  }

  @Test(arguments: [
    Bad(
      text: "version: 2\ncomponents: [{from: kept}]", key: "version", message: "this program reads version 1", line: 1),
    Bad(text: "components: [{from: kept}]", key: "version", message: "the key is missing", line: 1),
    Bad(text: "version: 1", key: "components", message: "the key is missing", line: 1),
    Bad(text: "version: 1\ncomponents: []", key: "components", message: "expected a list", line: 2),
    Bad(text: "version: 1\ncomponents: kept", key: "components", message: "expected a list", line: 2),
    Bad(
      text: "version: 1\nseed: -1\ncomponents: [{from: kept}]", key: "seed", message: "whole number from 0 up", line: 2),
    Bad(
      text: "version: 1\nbytes_per_token: 0\ncomponents: [{from: kept}]", key: "bytes_per_token",
      message: "from 1.0 to 64.0", line: 2),
    Bad(text: "version: 1\ntag: 'a b'\ncomponents: [{from: kept}]", key: "tag", message: "white space", line: 2),
    Bad(
      text: "version: 1\ntag_collision: quarantine\ncomponents: [{from: kept}]", key: "tag_collision",
      message: "unknown way", line: 2),
    Bad(
      text: "version: 1\ncomponents:\n- {from: kept}\n- {from: kept}", key: "components.kept",
      message: "two components have this name"),
    Bad(
      text: "version: 1\ntokens: 5\ncomponents:\n- {from: kept, share: rest}\n- {from: raw, share: rest}",
      key: "components", message: "only one component can take the rest: kept, raw", line: 4),
  ])
  func aBadRecipeIsNamed(_ bad: Bad) throws {
    let found = try problems(bad.text)
    let problem = try #require(found.first { $0.key == bad.key }, "\(found)")
    #expect(problem.message.contains(bad.message) && problem.line == bad.line, "\(problem)")
  }

  /// A share that cannot be read was once taken for the rest, which was then reported as well.
  @Test(arguments: ["share: x", "tokens: x", "share: x, max_repetition: 2"])
  func aBadAmountIsOneProblem(_ amount: String) throws {
    #expect(try problems("version: 1\ncomponents:\n  - {from: kept, \(amount)}\n").count == 1)
  }

  @Test func allProblemsAreFoundAtOnce() throws {
    let found = try problems(
      """
      version: 3
      sead: 1
      components:
        - {from: kept, share: 2}
        - {from: nothing}
        - {from: raw, end: x}
      """)
    #expect(found.map(\.line).sorted() == [1, 2, 4, 5, 6])
    #expect(found.map(\.description).joined().contains("r.yaml:2:1: sead: unknown key. Did you mean seed?"))
  }

  @Test func anUnknownRecipeNamesTheBuiltInOnes() throws {
    let error = #expect(throws: IOFailure.self) { try Recipe.load("no-such") }
    #expect(error?.description.contains("score-0-rephrased") == true)
    #expect(Recipe.builtIn("raw") == Recipe.builtIn("raw.yaml") && Recipe.builtIn("no-such") == nil)
  }
}

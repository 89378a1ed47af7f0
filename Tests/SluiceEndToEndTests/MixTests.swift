import Foundation
import TestSupport
import Testing

/// Promise: a mix holds what its recipe declares and what its manifest says, in the same bytes for any number
/// of threads and after any death; what cannot be met says what is short by how much.
struct MixTests {
  private func int(_ value: Any?, _ path: String...) -> Int {
    var value = value
    for key in path { value = (value as? [String: Any])?[key] }
    return value as? Int ?? -1
  }

  @Test func aMixIsWhatItsManifestSays() throws {
    let bench = try MixBench()
    try bench.synthesizeAll()
    let mixed = try bench.mix("score-0-rephrased-refusals-moral-education-tags", to: "mix", "--jobs", "2")
    #expect(mixed.status == 0, "\(mixed.errors)")
    let lines = try bench.lines("mix")
    let manifest = try bench.manifest("mix")
    #expect(lines.count == int(manifest, "total", "documents"))
    #expect(lines.reduce(0) { $0 + $1.text.utf8.count } == int(manifest, "total", "textBytes"))
    #expect(lines.reduce(0) { $0 + $1.words } == int(manifest, "total", "words"))
    for component in manifest["components"] as? [[String: Any]] ?? [] {
      let mine = lines.filter { $0.component == component["name"] as? String }
      #expect(!mine.isEmpty)
      #expect(mine.count == int(component, "taken", "documents"))
      #expect(mine.reduce(0) { $0 + $1.words } == int(component, "taken", "words"))
      #expect(Set(mine.map(\.originKey)).count == int(component, "originals"))
      #expect(mine.map(\.copy).max() == component["copies"] as? Int)
    }
    // The tag is in tagged text only.
    #expect(lines.allSatisfy { $0.component == "tagged" || !$0.text.contains(TagTests.tag) })
    #expect(lines.contains { $0.component == "tagged" && $0.text.contains(TagTests.tag) })
    // As many tokens as the raw documents have, to a document.
    let raw = try bench.mix("raw", to: "raw")
    #expect(raw.status == 0, "\(raw.errors)")
    let budget = int(try bench.manifest("raw"), "total", "tokens")
    #expect(abs(int(manifest, "total", "tokens") - budget) < 200, "\(int(manifest, "total", "tokens")) of \(budget)")
    #expect(Set(lines.map { Set($0.json.keys) }).count == 1)
    let verified = try sluice("verify", bench.bench.path("mix"))
    #expect(verified.status == 0, "\(verified.text)")
  }

  @Test func rawIsTheInput() throws {
    let bench = try MixBench(arguments: ["--ledger", "routed"])
    #expect(try bench.mix("raw", to: "raw").status == 0)
    let lines = try bench.lines("raw")
    var texts: [String: String] = [:]
    for shard in 0..<3 {
      let content = String(decoding: try bytes(of: bench.bench.path("in/s\(shard)/x.jsonl")), as: UTF8.self)
      for (number, line) in content.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      where !line.isEmpty {
        let json = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        texts["s\(shard)/x.jsonl#\(number + 1)"] = json?["text"] as? String
      }
    }
    #expect(lines.count == texts.count)
    for line in lines { #expect(texts[line.originKey] == line.text) }
    // Shuffled over all shards: neighbours seldom come from one.
    let neighbours = zip(lines, lines.dropFirst()).filter { $0.originKey.prefix(2) == $1.originKey.prefix(2) }.count
    #expect(neighbours < lines.count / 2)
  }

  @Test func theSameBytesForAnyJobsAndAfterAnyDeath() throws {
    let bench = try MixBench()
    try bench.synthesizeAll()
    let recipe = try bench.recipe(
      """
      shard_bytes: 65536
      tokens: 30K
      components:
        - {from: kept, share: rest, max_repetition: 5}
        - {from: recontextualized, share: 10%, max_repetition: 3}
        - {from: refusals, repeat: 2, begin: 20%}
      """)
    #expect(try bench.mix(recipe, to: "one", "--jobs", "1").status == 0)
    let one = bench.bench.path("one")
    let expected = try RunFiles(folder: one).outputs()
    #expect(expected.count > 2, "several shards")
    let manifest = try bytes(of: one + "/manifest.json")
    for touch in [1, 4, 8, 15, 22] {
      let killed = try bench.mix(recipe, to: "two", "--jobs", "3", environment: ["SLUICE_FAULT": "kill:\(touch)"])
      #expect(killed.status == 137)
    }
    let again = try bench.mix(recipe, to: "two", "--jobs", "3")
    #expect(again.status == 0, "\(again.errors)")
    #expect(try RunFiles(folder: bench.bench.path("two")).outputs() == expected)
    #expect(try bytes(of: bench.bench.path("two/manifest.json")) == manifest)
    let third = try bench.mix(recipe, to: "two")
    #expect(third.status == 0 && third.text.contains("Nothing to do"))
    let names = try files(below: bench.bench.path("two"))
    #expect(names.contains("_SUCCESS") && !names.contains { $0.contains("spill") || $0.contains("partial") })
  }

  @Test func anotherRecipeInTheSameFolderIsRefused() throws {
    let bench = try MixBench()
    #expect(try bench.mix("raw", to: "mix").status == 0)
    let other = try bench.recipe("components: [{from: kept}]")
    let refused = try bench.mix(other, to: "mix")
    #expect(refused.status == 3)
    #expect(refused.errors.contains("recipe sha256") && refused.errors.contains("--replace"))
    #expect(try bench.mix(other, to: "mix", "--replace").status == 0)
    try bench.bench.scratch.write("mine", to: "home/notes.txt")
    #expect(try bench.mix("raw", to: "home").errors.contains("not empty and not a mix"))
  }

  @Test func sharesBudgetsAndRepetitionAreMet() throws {
    let bench = try MixBench()
    try bench.synthesizeAll()
    let recipe = try bench.recipe(
      """
      components:
        - {from: kept, share: 70%}
        - {from: recontextualized, share: 20%, max_repetition: 2}
        - {from: refusals, share: 10%}
      """)
    #expect(try bench.mix(recipe, to: "mix").status == 0)
    let components = try bench.manifest("mix")["components"] as? [[String: Any]] ?? []
    for (component, share) in zip(components, [0.7, 0.2, 0.1]) {
      #expect(abs((component["share"] as? Double ?? 0) - share) < 0.01)
    }
    let six = try bench.recipe("components: [{from: refusals, repeat: 6}]")
    #expect(try bench.mix(six, to: "six").status == 0)
    let lines = try bench.lines("six")
    let copies = Dictionary(grouping: lines, by: \.id).mapValues { $0.map(\.copy).sorted() }
    #expect(copies.values.allSatisfy { $0 == [1, 2, 3, 4, 5, 6] } && !copies.isEmpty)
  }

  // What is short by how much: MixPlanTests, PhaseTableTests.
  @Test func anImpossibleRecipeWritesNothing() throws {
    let bench = try MixBench(documents: 30)
    let recipe = try bench.recipe("tokens: 1M\ncomponents: [{from: kept, share: rest, max_repetition: 2}]")
    let refused = try bench.mix(recipe, to: "none")
    #expect(refused.status == 1 && refused.errors.contains("kept: 1,000,000 tokens are wanted"), "\(refused.errors)")
    #expect(!FileManager.default.fileExists(atPath: bench.bench.path("none/manifest.json")))
  }

  @Test func missingComponentsNameTheCommandThatMakesThem() throws {
    let bench = try MixBench()
    #expect(
      try bench.mix("score-0-rephrased", to: "mix").errors.contains("sluice synthesize recontextualize --run"))
    let recipe = try bench.recipe("components: [{from: tagged}]")
    #expect(try bench.mix(recipe, to: "mix").errors.contains("sluice tag --run"))
    #expect(try bench.mix("no-such", to: "mix").errors.contains("score-0-rephrased"))
  }

  @Test func phasesAreInOrderAndHoldTheirTokens() throws {
    let bench = try MixBench(documents: 900)
    try bench.synthesizeAll()
    let recipe = try bench.recipe(
      """
      tokens: 20K
      components:
        - {from: raw, share: 20%, end: 20%}
        - {from: kept, share: rest, max_repetition: 3, begin: 20%}
        - {from: refusals, share: 10%, begin: 60%}
      """)
    let mixed = try bench.mix(recipe, to: "mix")
    #expect(mixed.status == 0, "\(mixed.errors)")
    let lines = try bench.lines("mix")
    let total = lines.reduce(0) { $0 + $1.text.utf8.count }
    var before = 0
    var spans: [String: (first: Double, last: Double)] = [:]
    for line in lines {
      let share = Double(before) / Double(total)
      spans[line.component] = (spans[line.component]?.first ?? share, share)
      before += line.text.utf8.count
    }
    #expect(spans["raw"]!.first == 0 && abs(spans["raw"]!.last - 0.2) < 0.02)
    #expect(abs(spans["kept"]!.first - 0.2) < 0.02 && spans["kept"]!.last > 0.98)
    #expect(spans["refusals"]!.first >= 0.59 && spans["refusals"]!.last > 0.9)
    #expect((try bench.manifest("mix")["phases"] as? [Any])?.count == 3)
  }

  @Test func aReplacementTakesItsOriginalsPlace() throws {
    let bench = try MixBench()
    try bench.synthesizeAll()
    #expect(try bench.mix("raw", to: "raw").status == 0)
    let recipe = try bench.recipe(
      """
      components:
        - {from: raw, replaced_by: [recontextualized, refusals]}
        - {from: recontextualized}
        - {from: refusals}
      """)
    #expect(try bench.mix(recipe, to: "mix").status == 0)
    let raw = try bench.lines("raw").map(\.originKey)
    let mix = try bench.lines("mix")
    #expect(mix.map(\.originKey) == raw, "the same places, some filled by what was made from their documents")
    #expect(Set(mix.map(\.component)) == ["raw", "recontextualized", "refusals"])
  }

  @Test func filtersLeaveOutSourcesScoresAndTextsThatHoldTheTag() throws {
    let bench = try MixBench()
    try bench.synthesizeAll()
    let recipe = try bench.recipe(
      """
      components:
        - {from: raw, sources: [s*], not_sources: [s1]}
        - {from: refusals, scores: 1-3}
      """)
    #expect(try bench.mix(recipe, to: "mix").errors.contains("refusals: no documents are left"))
    let sources = try bench.recipe("components: [{from: raw, sources: ['s*'], not_sources: [s1]}]")
    #expect(try bench.mix(sources, to: "mix").status == 0)
    #expect(Set(try bench.lines("mix").map(\.source)) == ["s0", "s2"])

    // A kept document that holds the tag is left out and counted, or escaped.
    let tagged = try MixBench(documents: 30)
    let line = #"{"id":"own","text":"about \#(TagTests.tag) itself"}"#
    try tagged.bench.scratch.write(line + "\n", to: "more/x.jsonl")
    let (_, files) = try tagged.bench.run("more", to: "more-out")
    let only = try tagged.recipe("components: [{from: kept}]")
    let left = try sluice("mix", "--run", tagged.run, files.folder, "--recipe", only, "-o", tagged.bench.path("a"))
    #expect(left.status == 0 && left.text.contains("left out of kept: holds_tag 1"), "\(left.text)\(left.errors)")
    #expect(try tagged.lines("a").allSatisfy { !$0.text.contains(TagTests.tag) })
    let escaping = try tagged.recipe("tag_collision: escape\ncomponents: [{from: kept}]")
    #expect(
      try sluice("mix", "--run", tagged.run, files.folder, "--recipe", escaping, "-o", tagged.bench.path("b")).status
        == 0)
    #expect(try tagged.lines("b").contains { $0.text == "about <\u{2060}potentially_unsafe_content> itself" })
  }

  @Test func aDryRunWritesNothing() throws {
    let bench = try MixBench()
    try bench.synthesizeAll()
    for name in try sluice("mix", "--list-recipes").text.split(separator: "\n") where !name.contains("60") {
      let dry = try sluice("mix", "--run", bench.run, "--recipe", String(name), "--dry-run")
      #expect(dry.status == 0, "\(name): \(dry.errors)")
      #expect(dry.text.contains("documents") && dry.text.contains("share"))
      let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../Config/recipes/\(name).yaml").path
      #expect(try sluice("mix", "--show-recipe", String(name)).output == bytes(of: file))
    }
  }

  @Test func componentsApartHaveFoldersAndRatios() throws {
    let bench = try MixBench()
    try bench.synthesizeAll()
    let mixed = try bench.mix("score-0-rephrased", to: "mix", "--layout", "components")
    #expect(mixed.status == 0, "\(mixed.errors)")
    let names = try files(below: bench.bench.path("mix/documents"))
    #expect(Set(names.map { $0.split(separator: "/")[0] }) == ["kept", "recontextualized"])
    let listing = String(decoding: try bytes(of: bench.bench.path("mix/olmo-core.yaml")), as: UTF8.self)
    #expect(listing.contains("source_name: kept") && listing.contains("target_ratio: 0."))
    #expect(String(decoding: try bytes(of: bench.bench.path("mix/README.md")), as: UTF8.self).hasPrefix("---\n"))
  }

  // What a recipe may say: RecipeReaderTests.
  @Test func aRecipeThatCannotBeReadIsNamedByFileAndLine() throws {
    let bench = try MixBench(documents: 30)
    let refused = try bench.mix(try bench.recipe("components: [{from: keptt}]"), to: "mix")
    #expect(refused.status == 1 && refused.errors.contains("Did you mean kept?"), "\(refused.errors)")
    #expect(refused.errors.contains(".yaml:2:"), "\(refused.errors)")
  }
}

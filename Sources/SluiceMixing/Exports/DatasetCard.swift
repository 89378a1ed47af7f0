internal import SluiceCore

/// `OUT/README.md`: a dataset card as the Hugging Face hub reads it, front matter and all. Says what the manifest
/// says; its publisher adds licence and origin.
package struct DatasetCard {
  private let manifest: MixManifest

  package init(_ manifest: MixManifest) { self.manifest = manifest }

  package func render() -> String {
    """
    ---
    pretty_name: "\(name)"
    task_categories:
    - text-generation
    size_categories:
    - \(sizeCategory)
    tags:
    - safety
    - pretraining
    configs:
    - config_name: default
      data_files:
      - split: train
        path: "documents/\(manifest.pattern)"
    ---
    # \(name)

    A pretraining set of \(manifest.total.documents.counted("document")), \(manifest.total.words.counted("word")), about \
    \(manifest.total.tokens.counted("token")) (\(manifest.tokenEstimator)), made with sluice \(manifest.sluiceVersion) from \
    the recipe `\(manifest.recipe.name)` (sha256 `\(manifest.recipe.sha256)`, seed \(manifest.recipe.seed)).

    | component | made of | documents | originals | words | tokens | share | copies | from | to |
    |---|---|---|---|---|---|---|---|---|---|
    \(manifest.components.map(row).joined(separator: "\n"))

    \(phases)\(tagNote)## Form

    One JSON object per line: `id`, `text`, `source` and `metadata` with `component`, `run`, `origin_key` (the shard and \
    line of the document it is, or was made from), `origin_score` (0 safe to 5; -1 not recorded), `copy`, and for texts \
    that a model made `stage`, `style`, `model`, `prompt` and `prompt_version` (empty otherwise). Files in the order \
    of their names are in the order of training; within a phase documents are shuffled.

    ## Where it comes from

    | run | model | policy | documents of score 0 | 1 | 2 | 3 | 4 | 5 |
    |---|---|---|---|---|---|---|---|---|
    \(manifest.runs.enumerated().map { runRow($0.offset, $0.element) }.joined(separator: "\n"))

    `manifest.json` lists every input and output file with its SHA-256, and counts for each. `sluice explain` tells \
    where a document comes from, `sluice verify` checks the files against the manifest.

    """
  }

  private var name: String {
    let last = manifest.recipe.name.split(separator: "/").last.map(String.init) ?? "mix"
    return (last.hasSuffix(".yaml") ? String(last.dropLast(5)) : last).filter { $0 != "\"" && $0 != "\\" }
  }

  private var sizeCategory: String {
    let limits = [
      (1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"),
      (10_000_000, "1M<n<10M"), (100_000_000, "10M<n<100M"), (1_000_000_000, "100M<n<1B"),
    ]
    return limits.first { manifest.total.documents < $0.0 }?.1 ?? "n>1T"
  }

  private func row(_ component: MixManifest.Component) -> String {
    let taken = component.taken
    return "| \(component.name) | \(component.from) | \(taken.documents.grouped) | \(component.originals.grouped) "
      + "| \(taken.words.grouped) | \(taken.tokens.grouped) | \(PhaseTable.percent(component.share)) "
      + "| \(component.copies) | \(PhaseTable.percent(component.begin)) | \(PhaseTable.percent(component.end)) |"
  }

  private var phases: String {
    guard manifest.phases.count > 1 else { return "" }
    let rows = manifest.phases.enumerated().map { number, phase in
      let shards = manifest.shards.filter { $0.phase == number }
      let parts = phase.tokens.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.grouped)" }
      return "| \(PhaseTable.percent(phase.begin)) | \(PhaseTable.percent(phase.end)) | \(shards.count) "
        + "| \(parts.joined(separator: ", ")) |"
    }
    return """
      ## Phases

      | from | to | shards | tokens |
      |---|---|---|---|
      \(rows.joined(separator: "\n"))


      """
  }

  private var tagNote: String {
    guard manifest.components.contains(where: { $0.from == Recipe.Origin.tagged.rawValue }) else { return "" }
    return """
      ## The harmfulness tag

      Text of the tagged component has `\(manifest.recipe.tag)` before some of its words; no other component does. \
      Make it one token before training:

      ```python
      tokenizer.add_special_tokens({"additional_special_tokens": ["\(manifest.recipe.tag)"]})
      model.resize_token_embeddings(len(tokenizer))
      ```


      """
  }

  private func runRow(_ number: Int, _ run: MixManifest.Run) -> String {
    "| \(number) | `\(run.modelSHA256.prefix(12))` | `\(run.policySHA256.prefix(12))` | "
      + run.documentsByScore.map(\.grouped).joined(separator: " | ") + " |"
  }
}

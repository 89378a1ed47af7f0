/// `OUT/olmo-core.yaml`: the mix as OLMo-core's source mixture reads it (`SourceMixtureList`), for documents
/// tokenized with `dolma tokens` from documents/NAME into tokens/NAME. A shuffled mix is one source; with
/// `--layout components` each component is a source, with its share of the tokens as target ratio.
package struct SourceListing {
  private let manifest: MixManifest

  package init(_ manifest: MixManifest) { self.manifest = manifest }

  package func render() -> String {
    let isApart = manifest.layout == MixLayout.components.rawValue
    let sources = isApart ? manifest.components.map { ($0.name, $0.share, $0.name + "/") } : [("mix", 1, "")]
    let commands = sources.map { name, _, folder in
      "#   dolma tokens --documents 'documents/\(folder)\(manifest.pattern)' --destination tokens/\(name) --dtype uint32 ..."
    }
    return """
      # Sources and ratios for OLMo-core (olmo_core.data.source_mixture). Ratios are shares of estimated tokens:
      # \(manifest.tokenEstimator). Repeated documents are in the files as often
      # as the recipe says, so do not repeat any source. Tokenize first:
      #
      \(commands.joined(separator: "\n"))
      requested_tokens: \(manifest.total.tokens)
      seed: \(manifest.recipe.seed)
      sources:
      \(sources.map(source).joined(separator: "\n"))

      """
  }

  private func source(_ name: String, _ ratio: Double, _ folder: String) -> String {
    """
    - source_name: \(name)
      target_ratio: \(ratio)
      paths:
      - tokens/\(name)/**/*.npy
      max_repetition_ratio: 1.0
    """
  }
}

internal import SluiceCore
internal import SluiceMixing
internal import SluiceReport

/// A mix for people: what it takes of each component, its phases, and what was left out.
struct MixTable {
  private let manifest: MixManifest
  private let folder: String?

  /// - Parameter folder: of the mix; nil for one that is only planned.
  init(_ manifest: MixManifest, folder: String?) {
    self.manifest = manifest
    self.folder = folder
  }

  func render() -> String {
    var table = TextTable()
    table.add(["component", "documents", "of", "words", "tokens", "share", "copies"])
    for component in manifest.components {
      table.add([
        component.name, Numbers.count(component.taken.documents), Numbers.count(component.available.documents),
        Numbers.count(component.taken.words), Numbers.count(component.taken.tokens), Numbers.share(component.share),
        "\(component.copies)",
      ])
    }
    table.add([
      "all", Numbers.count(manifest.total.documents), "", Numbers.count(manifest.total.words),
      Numbers.count(manifest.total.tokens), "", "",
    ])
    var text = "\(manifest.recipe.name): \(folder ?? "dry run, nothing written")\n" + table.render() + "\n"
    if manifest.phases.count > 1 {
      var phases = TextTable()
      phases.add(["from", "to"] + manifest.components.map(\.name))
      for phase in manifest.phases {
        phases.add(
          [Numbers.share(phase.begin), Numbers.share(phase.end)]
            + manifest.components.map { Numbers.count(phase.tokens[$0.name] ?? 0) })
      }
      text += "\n  tokens by phase\n" + phases.render() + "\n"
    }
    for component in manifest.components where !component.leftOut.isEmpty {
      let reasons = component.leftOut.sorted { $0.key < $1.key }.map { "\($0.key) \(Numbers.count($0.value))" }
      text += "  left out of \(component.name): \(reasons.joined(separator: ", "))\n"
    }
    text += "  tokens are estimated: \(manifest.tokenEstimator)\n"
    if let folder {
      text += "  \(manifest.shards.count.counted("shard")) below \(folder)/documents, in the order of training\n"
    }
    return text
  }
}

internal import SluiceIO
internal import SluiceLedger
package import SluiceRun

/// Explains any document of a folder: one that a run has decided on, one that was made from it, or one of a mix.
/// What was made goes back to the original's shard and line.
package struct StoryFinder {
  private let folder: String
  private let options: RunExplainer.Options

  /// - Parameter folder: of a run or of a mix.
  package init(folder: String, options: RunExplainer.Options) {
    self.folder = folder
    self.options = options
  }

  /// - Parameter document: key, id or place; an id that several documents share finds them all.
  /// - Throws: `RunExplainer.NotFound` with what could be named instead.
  package func find(_ document: String) throws -> [Explanation] {
    try MixManifest.isMix(folder) ? inMix(document) : inRun(document)
  }

  private func inRun(_ document: String) throws -> [Explanation] {
    let explainer = try RunExplainer(folder: folder, options: options)
    let explanations = try explainer.explain(document)
    if !explanations.isEmpty { return explanations }
    let made = try MadeDocuments(source: RunSource(run: folder)).find(document)
    guard !made.isEmpty else { throw explainer.unknown(document) }
    return try made.map { try explain($0, from: folder) }
  }

  private func inMix(_ document: String) throws -> [Explanation] {
    let manifest = try MixManifest.read(folder: folder)!
    let made = try MadeDocuments.find(document, inMix: folder, manifest)
    guard !made.isEmpty else {
      throw RunExplainer.NotFound(
        folder: folder, document: document,
        detail: "this mix has no such place (documents/part-00000.jsonl.zst#1), id or key of an original")
    }
    return try made.map { document in
      let run = document.run ?? 0
      guard manifest.runs.indices.contains(run) else {
        throw MixFailure(
          path: folder, "a document is of run \(run), which the manifest does not list; run `sluice verify`")
      }
      return try explain(document, from: manifest.runs[run].folder)
    }
  }

  /// A document that was made from another one, with that one's explanation.
  private func explain(_ made: MadeDocument, from run: String) throws -> Explanation {
    var explanation = try original(made.originKey, in: run)
    explanation.made = MadeStory(made: made, run: run)
    return explanation
  }

  private func original(_ key: String, in run: String) throws -> Explanation {
    guard Folders.exists(Ledger.path(in: run)) else {
      return Explanation(key: key, note: "the run is not there any more")
    }
    do {
      let explainer = try RunExplainer(folder: run, options: options)
      guard let explanation = try explainer.explain(key).first else { throw explainer.unknown(key) }
      return explanation
    } catch let missing as RunExplainer.NotFound {
      return Explanation(key: key, note: missing.detail)
    }
  }
}

internal import SluiceCore
internal import SluiceMixing
internal import SluiceReport

extension TagManifest {
  func render(folder: String, wasThere: Bool) -> String {
    var text = wasThere ? "Nothing to do: these documents are tagged.\n" : ""
    text +=
      "\(folder)/tagged: \(Numbers.count(taggedDocuments)) of \(documents.counted("document")), "
      + "score \(settings.minScore.rawValue) or above\n"
    text +=
      "  \(tags.counted("tag")) \(settings.tag) before "
      + "\(candidates.counted("word")) (\(Numbers.percent(tags, of: candidates)))\n"
    if quarantinedDocuments > 0 {
      text += "  \(Numbers.count(quarantinedDocuments)) left out: their text holds the tag already\n"
    }
    if escapedDocuments > 0 {
      text += "  \(Numbers.count(escapedDocuments)) held the tag already; their own was escaped\n"
    }
    return text
  }
}

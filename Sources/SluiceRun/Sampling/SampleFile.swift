internal import SluiceCore
internal import SluiceIO
package import SluiceTraining

/// The output of `sample`: JSON Lines, compressed as the name says, readable by its owner only.
///
/// What the model thinks is under names of its own (`predicted_score`, not `score`), so that a sample
/// nobody has judged is not taken for labelled data.
package enum SampleFile {
  /// - Throws: `IOFailure`; nothing is left under `path` then.
  package static func write(_ documents: [Sampler<SampleDraw.Document>.Drawn], to path: String) throws {
    // A link that leads to a file that is not there yet stays.
    guard case .file(let target) = try OutputFile.target(of: path) else {
      throw IOFailure(.unwritable, path: path, "is there already; name another file with --output, or remove it")
    }
    let file = try RowFile(path: target, codec: OutputCodec(named: path))
    for document in documents {
      append(document, to: file.rows)
      try file.endRow()
    }
    try file.publish()
    try Folders.sync(Folders.parent(of: target) ?? (Name(target).hasPrefix("/") ? "/" : "."))
  }

  private static func append(_ drawn: Sampler<SampleDraw.Document>.Drawn, to row: ByteBuffer) {
    func string(_ bytes: [UInt8]) { bytes.withUnsafeBufferPointer { row.appendJSONString($0) } }
    let assessment = drawn.payload.assessment
    row.append(#"{"id":"#)
    row.appendJSONString(drawn.key.description)
    row.append(#","text":"#)
    string(drawn.payload.text)
    row.append(#","source":"#)
    string(drawn.payload.source)
    if let id = drawn.payload.id {
      row.append(#","document_id":"#)
      string(id)
    }
    row.append(#","predicted_score":"#)
    row.append(Int(assessment.score.rawValue))
    row.append(#","predicted_expected":"#)
    row.append(tenThousandths: assessment.probabilities.expectedParts)
    row.append(#","predicted_probs":["#)
    for level in 0..<SafetyScore.count {
      if level > 0 { row.append(",") }
      row.append(tenThousandths: Int(assessment.probabilities.parts[level]))
    }
    row.append(#"],"predicted_category":"#)
    row.appendJSONString(assessment.category.rawValue)
    row.append(#","predicted_stance":"#)
    row.appendJSONString(assessment.stance.rawValue)
    row.append(#","seen":"#)
    row.append(drawn.seen)
    row.append(#","drawn":"#)
    row.append(drawn.drawn)
    row.append("}\n")
  }
}

package import SluiceCore

/// Writes Dolma attribute rows: one for every document of the shard, in its order. Dolma reads them; sluice never
/// does. Names are `<attribute set>__<tagger>__<attribute>`, values `[[0, length in scalars, number]]`.
package enum AttributesRow {
  private static let prefix: StaticString = #""sluice__sluice__"#

  /// A scored document. A document without an id is named by its key, since Dolma demands one.
  package static func append(
    id: UnsafeBufferPointer<UInt8>?, key: DocumentKey, source: UnsafeBufferPointer<UInt8>?, scalars: Int,
    assessment: Assessment, route: Route, to buffer: ByteBuffer
  ) {
    begin(id: id, key: key, source: source, to: buffer)
    func attribute(_ name: String, _ value: Int) {
      buffer.append(prefix)
      buffer.append(Array(name.utf8))
      buffer.append("\":[[0,")
      buffer.append(scalars)
      buffer.append(",")
      buffer.append(tenThousandths: value)
      buffer.append("]],")
    }
    let whole = LevelProbabilities.whole
    attribute("score", Int(assessment.score.rawValue) * whole)
    attribute("expected", assessment.probabilities.expectedParts)
    for k in 0..<SafetyScore.count { attribute("p\(k)", Int(assessment.probabilities.parts[k])) }
    for stance in [Stance.topical, .harmful] { attribute(stance.rawValue, assessment.stance == stance ? whole : 0) }
    for each in Route.allCases { attribute(each.rawValue, each == route ? whole : 0) }
    end(to: buffer)
  }

  /// A document that could not be scored: its attributes are empty, so that a filter which asks for a
  /// value (`score < 1`) leaves it out.
  package static func appendUnscored(
    id: UnsafeBufferPointer<UInt8>?, key: DocumentKey, source: UnsafeBufferPointer<UInt8>?, to buffer: ByteBuffer
  ) {
    begin(id: id, key: key, source: source, to: buffer)
    for name in names {
      buffer.append(prefix)
      buffer.append(Array(name.utf8))
      buffer.append("\":[],")
    }
    end(to: buffer)
  }

  private static let names =
    ["score", "expected"] + (0..<SafetyScore.count).map { "p\($0)" } + ["topical", "harmful"]
    + Route.allCases.map(\.rawValue)

  private static func begin(
    id: UnsafeBufferPointer<UInt8>?, key: DocumentKey, source: UnsafeBufferPointer<UInt8>?, to buffer: ByteBuffer
  ) {
    buffer.append(#"{"id":"#)
    if let id { buffer.appendJSONString(id) } else { buffer.appendJSONString(key.description) }
    buffer.append(#","source":"#)
    if let source { buffer.appendJSONString(source) } else { buffer.append("\"\"") }
    buffer.append(#","attributes":{"#)
  }

  private static func end(to buffer: ByteBuffer) {
    buffer.count -= 1  // the last comma
    buffer.append("}}\n")
  }
}

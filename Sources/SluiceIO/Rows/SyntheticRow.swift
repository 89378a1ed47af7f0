/// A row of a file below `synthetic/`: a text that a model made. `append` writes it, `FieldReader<SyntheticRow.Field>`
/// finds its fields. Every row of every stage has the same keys with values of the same types; docs/synthesis.md
/// lists them.
package struct SyntheticRow {
  /// The fields that sluice reads back, and where they are.
  package enum Field: String, CaseIterable {
    case id, text, source
    case stage = "metadata.stage"
    case style = "metadata.style"
    case originKey = "metadata.origin_key"
    case originID = "metadata.origin_id"
    case originScore = "metadata.origin_score"
    case originCategory = "metadata.origin_category"
    case model = "metadata.model"
    case prompt = "metadata.prompt"
    case promptVersion = "metadata.prompt_version"
    case attempt = "metadata.attempt"
    case requestHash = "metadata.request_hash"
    case parts = "metadata.parts"
    case safetyScore = "metadata.safety_score"
  }

  /// Of the longest row that is read.
  package static let maxBytes = 1 << 31

  package var stage: String
  package var text: String
  package var source: String
  package var style: String
  /// `shard#line` of the document it was made from.
  package var originKey: String
  package var originID: String
  package var originScore: Int
  package var originCategory: String
  /// Words of that document, and those that were sent.
  package var originWords: Int
  package var usedWords: Int
  package var parts: Int
  package var model: String
  package var prompt: String
  package var promptVersion: String
  package var attempt: Int
  package var requestHash: String
  package var safetyScore: Int
  package var copyOverlap: Double
  package var factOverlap: Double
  /// Names in a dialogue; empty where there is none.
  package var userName: String
  package var assistantName: String

  package init(
    stage: String, text: String, source: String, style: String, originKey: String, originID: String, originScore: Int,
    originCategory: String, originWords: Int, usedWords: Int, parts: Int, model: String, prompt: String,
    promptVersion: String, attempt: Int, requestHash: String, safetyScore: Int, copyOverlap: Double,
    factOverlap: Double, userName: String, assistantName: String
  ) {
    self.stage = stage
    self.text = text
    self.source = source
    self.style = style
    self.originKey = originKey
    self.originID = originID
    self.originScore = originScore
    self.originCategory = originCategory
    self.originWords = originWords
    self.usedWords = usedWords
    self.parts = parts
    self.model = model
    self.prompt = prompt
    self.promptVersion = promptVersion
    self.attempt = attempt
    self.requestHash = requestHash
    self.safetyScore = safetyScore
    self.copyOverlap = copyOverlap
    self.factOverlap = factOverlap
    self.userName = userName
    self.assistantName = assistantName
  }

  /// Appends the row, line feed and all.
  package func append(to row: ByteBuffer) {
    func field(_ name: StaticString, _ value: String) {
      row.append(name)
      row.appendJSONString(value)
    }
    func field(_ name: StaticString, _ value: Int) {
      row.append(name)
      row.append(value)
    }
    func field(_ name: StaticString, _ value: Double) {
      row.append(name)
      row.append(tenThousandths: Int((value * 10_000).rounded()))
    }
    field(#"{"id":"#, "\(stage)/\(originKey)")
    field(#","text":"#, text)
    field(#","source":"#, source)
    field(#","metadata":{"stage":"#, stage)
    field(#","style":"#, style)
    field(#","origin_key":"#, originKey)
    field(#","origin_id":"#, originID)
    field(#","origin_score":"#, originScore)
    field(#","origin_category":"#, originCategory)
    field(#","origin_words":"#, originWords)
    field(#","used_words":"#, usedWords)
    field(#","parts":"#, parts)
    field(#","model":"#, model)
    field(#","prompt":"#, prompt)
    field(#","prompt_version":"#, promptVersion)
    field(#","attempt":"#, attempt)
    field(#","request_hash":"#, requestHash)
    field(#","safety_score":"#, safetyScore)
    field(#","copy_overlap":"#, copyOverlap)
    field(#","fact_overlap":"#, factOverlap)
    field(#","user_name":"#, userName)
    field(#","assistant_name":"#, assistantName)
    row.append("}}\n")
  }
}

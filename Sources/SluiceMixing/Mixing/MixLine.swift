internal import SluiceIO

/// A document as it is in a mix: the same keys with the same types in every line, so that Hugging Face datasets,
/// Dolma and datatrove read all components alike. docs/mixing.md has the form; `MixedLines` reads it.
enum MixLine {
  /// Where the fields are.
  enum Field: String, CaseIterable {
    case id, text, source
    case component = "metadata.component"
    case run = "metadata.run"
    case originKey = "metadata.origin_key"
    case originScore = "metadata.origin_score"
    case copy = "metadata.copy"
    case stage = "metadata.stage"
    case style = "metadata.style"
    case model = "metadata.model"
    case prompt = "metadata.prompt"
    case promptVersion = "metadata.prompt_version"
  }

  static func append(
    _ document: MixDocument, text: UnsafeBufferPointer<UInt8>, component: String, run: Int, copy: Int,
    to line: ByteBuffer
  ) {
    line.append(#"{"id":"#)
    if let id = document.id { line.appendJSONString(id) } else { line.appendJSONString(document.key) }
    line.append(#","text":"#)
    line.appendJSONString(text)
    line.append(#","source":"#)
    if let source = document.source { line.appendJSONString(source) } else { line.append(#""""#) }
    line.append(#","metadata":{"component":"#)
    line.appendJSONString(component)
    line.append(#","run":"#)
    line.append(run)
    line.append(#","origin_key":"#)
    line.appendJSONString(document.key)
    line.append(#","origin_score":"#)
    line.append(document.score)
    line.append(#","copy":"#)
    line.append(copy + 1)
    let making = document.making ?? MixDocument.Making()
    field(#","stage":"#, making.stage, line)
    field(#","style":"#, making.style, line)
    field(#","model":"#, making.model, line)
    field(#","prompt":"#, making.prompt, line)
    field(#","prompt_version":"#, making.promptVersion, line)
    line.append("}}")
  }

  private static func field(_ key: StaticString, _ value: String, _ line: ByteBuffer) {
    line.append(key)
    line.appendJSONString(value)
  }
}

internal import SluiceCore

/// Turns a document into the messages of a request, in one of its stage's styles.
struct PromptRenderer: Sendable {
  let name: String
  /// The styles' names, in order of their prompts' names.
  let styles: [String]
  private let frame: (prompt: Prompt, system: String, user: String)
  private let stylePrompts: [Name: Prompt]
  private let seed: UInt64

  init(_ stage: String, library: PromptLibrary, seed: UInt64) throws {
    frame = try library.frame(stage, values: ["instruction", "guidance", "fence", "document"])
    let prompts = try library.styles(stage)
    stylePrompts = Dictionary(uniqueKeysWithValues: prompts.map { (Name($0.style!), $0) })
    styles = prompts.map { $0.style! }
    name = frame.prompt.name
    self.seed = seed
    guard !frame.prompt.placeholders.contains("instruction") || !styles.isEmpty else {
      throw SynthesisError("the stage \(stage) has no style; its frame asks for an instruction")
    }
  }

  /// The styles in the order a document's attempts use them.
  func order(key: String) -> [String] {
    var draw = KeyedDraw.generator(seed: seed, "style \(name)", key)
    return styles.shuffled(using: &draw)
  }

  /// Version of the frame, and that of the style.
  func version(style: String) -> String {
    frame.prompt.version + (stylePrompts[Name(style)].map { "." + $0.version } ?? "")
  }

  /// - Parameter key: the fence's mark is derived from it; requests that are otherwise equal differ in it.
  func messages(key: String, text: String, category: String, style: String) -> [ChatMessage] {
    let values = [
      "instruction": stylePrompts[Name(style)]?.body ?? "", "guidance": frame.prompt.guidance[category] ?? "",
      "fence": Fence.mark(seed: seed, key: key, text: text), "document": text,
    ]
    return [
      ChatMessage(role: "system", content: Template.render(frame.system, values)),
      ChatMessage(role: "user", content: Template.render(frame.user, values)),
    ]
  }
}

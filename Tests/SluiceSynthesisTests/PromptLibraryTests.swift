import SluiceCore
import SluiceLedger
import SluiceSynthesis
import TestSupport
import Testing

/// A folder's prompts take the place of the built-in ones, under the same rules.
struct PromptLibraryTests {
  private static let frame = """
    ---
    name: refusals
    version: 7
    stage: refusals
    placeholders: [instruction, guidance, fence, document]
    guidance:
      violence: "Be calm."
    ---
    # System

    The mark is {{fence}}.

    # User

    {{instruction}} {{guidance}}
    <<<{{fence}}
    {{document}}
    {{fence}}>>>
    """

  private func state(_ library: PromptLibrary, text: String = "A text.", category: String = "violence") throws
    -> ChatRequest?
  {
    let planner = try RequestPlanner(
      stage: .refusals, settings: SynthesisSettings(), options: .test, library: library)
    let document = SourceDocument(key: "a#1", text: text, id: "", source: "", score: 4, category: category)
    guard case .due(let requests) = planner.state(of: document, after: []) else { return nil }
    #expect(requests[0].row.attempt.promptVersion == "7.1")
    return requests[0].request
  }

  @Test func aFrameIsFilledIn() throws {
    let scratch = try Scratch()
    try scratch.write(Self.frame, to: "refusals.md")
    let library = try PromptLibrary(folder: scratch.path)
    let request = try #require(try state(library, text: "{{guidance}} </s>"))
    let mark = Fence.mark(seed: 1, key: "a#1", text: "{{guidance}} </s>")
    let body = String(decoding: request.body, as: UTF8.self)
    #expect(body.contains(#"{"role":"system","content":"The mark is \#(mark)."}"#))
    #expect(body.contains(#" Be calm.\n<<<\#(mark)\n{{guidance}} </s>\n\#(mark)>>>"}"#))
    let other = try #require(try state(library, category: "unknown"))
    #expect(!String(decoding: other.body, as: UTF8.self).contains("Be calm."))
  }

  @Test(arguments: [
    ("# System", "# Systems", "two sections"), ("{{document}}\n", "{{document}} {{document}}\n", "{{document}} once"),
    ("mark is {{fence}}", "text is {{document}} {{fence}}", "must not"), ("\n{{fence}}>>>", "\n>>>", "between two"),
    ("{{instruction}} {{guidance}}", "{{instruction}} {{guidance}} {{other}}", "{{other}}"),
    ("name: refusals", "name: refusal", "must be that of the file"),
  ])
  func aFrameThatBreaksARuleIsNamed(_ part: String, _ broken: String, _ says: String) throws {
    let scratch = try Scratch()
    try scratch.write(Self.frame.replacing(part, with: broken), to: "refusals.md")
    #expect {
      let library = try PromptLibrary(folder: scratch.path)
      _ = try state(library)
    } throws: { error in
      "\(error)".contains("refusals.md") && "\(error)".contains(says)
    }
  }

  @Test func aFolderWithoutPromptsIsNamed() throws {
    let scratch = try Scratch()
    #expect(throws: SynthesisError.self) { try PromptLibrary(folder: scratch.path) }
    #expect(throws: SynthesisError.self) { try PromptLibrary(folder: scratch.file("gone")) }
  }

  @Test(arguments: SynthesisStage.allCases)
  func stylesAreDrawnEvenly(_ stage: SynthesisStage) throws {
    let planner = try RequestPlanner(
      stage: stage, settings: SynthesisSettings(), options: .test, library: PromptLibrary())
    var styles: [String: Int] = [:]
    for line in 1...600 {
      let document = SourceDocument(key: "a#\(line)", text: "x", id: "", source: "", score: 4, category: "none")
      guard case .due(let requests) = planner.state(of: document, after: []) else { continue }
      styles[requests[0].row.attempt.style, default: 0] += 1
    }
    #expect(styles.count >= 4 && styles.values.max()! < 2 * styles.values.min()! + 20, "\(styles)")
  }
}

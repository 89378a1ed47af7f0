internal import CDefaults
internal import Foundation
internal import SluiceCore
internal import SluiceIO

/// All prompts: those built into the program from Config/prompts, and a folder's in their place.
package struct PromptLibrary: Sendable {
  private var prompts: [Name: (prompt: Prompt, file: String)] = [:]
  private static let largestFile = 1 << 20

  /// - Parameter folder: its `.md` files replace built-in prompts of the same name and add styles (`--prompts`).
  /// - Throws: `SynthesisError` or `IOFailure` naming the file.
  package init(folder: String? = nil) throws {
    for index in 0..<sluice_prompts_count() {
      let embedded = sluice_prompt(index)
      let name = String(cString: embedded.name)
      try add(Array(UnsafeBufferPointer(start: embedded.bytes, count: embedded.count)), "built-in \(name).md", name)
    }
    guard let folder else { return }
    guard let files = try? FileTree.names(in: folder) else {
      throw SynthesisError("\(folder.shown): not a folder that can be read; check the path given to --prompts")
    }
    let names = files.filter { $0.hasSuffix(".md") }
    guard !names.isEmpty else { throw SynthesisError("\(folder.shown): holds no prompt (a file named *.md)") }
    for name in names {
      let path = name.path(in: folder)
      try add(SmallFile.bytes(of: path, limit: Self.largestFile), path, name.removing(suffix: ".md")!.text)
    }
  }

  private mutating func add(_ bytes: [UInt8], _ file: String, _ name: String) throws {
    let prompt = try Prompt(bytes, file: file)
    guard Name(prompt.name) == Name(name) else {
      throw SynthesisError("\(file.shown): the name in the front matter is '\(prompt.name)'; it must be that of the file")
    }
    prompts[Name(name)] = (prompt, file)
  }

  /// The frame of a stage, ready to be filled in.
  ///
  /// - Parameter values: placeholders the stage can fill.
  func frame(_ stage: String, values: Set<String>) throws -> (prompt: Prompt, system: String, user: String) {
    guard let (prompt, file) = prompts[Name(stage)] else { throw SynthesisError("there is no prompt named \(stage)") }
    let sections = try prompt.sections(file: file)
    if let other = prompt.placeholders.first(where: { !values.contains($0) }) {
      throw SynthesisError(
        "\(file.shown): this stage has no value for the placeholder \(other), only for \(values.sorted().joined(separator: ", "))"
      )
    }
    let inUser = Template.placeholders(in: sections.user)
    guard inUser.filter({ $0 == "document" }).count == 1,
      !Template.placeholders(in: sections.system).contains("document"),
      inUser.filter({ $0 == "fence" }).count >= 2
    else {
      throw SynthesisError(
        "\(file.shown): the section '# User' must hold {{document}} once, between two {{fence}}, and '# System' must not")
    }
    return (prompt, sections.system, sections.user)
  }

  /// The styles of a stage, by name.
  func styles(_ stage: String) throws -> [Prompt] {
    let styles = prompts.values.map(\.prompt).filter { $0.stage == stage && $0.style != nil }.sorted {
      $0.name < $1.name
    }
    guard Set(styles.map { $0.style.map { Name($0) } }).count == styles.count else {
      throw SynthesisError("two prompts of the stage \(stage) have the same style; give each a name of its own")
    }
    return styles
  }

  /// A prompt that is neither frame nor style.
  func other(_ name: String) throws -> Prompt {
    guard let (prompt, _) = prompts[Name(name)] else { throw SynthesisError("there is no prompt named \(name)") }
    return prompt
  }
}

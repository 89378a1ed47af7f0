import Foundation
import SluiceSynthesis
import Testing

/// Prompts are data with rules, and what they are filled with cannot bend them.
struct PromptTests {
  @Test func valuesAreNotLookedAtAgain() {
    let text = Template.render("a {{x}} b {{y}} c", ["x": "{{y}} {{z}}", "y": "Y"])
    #expect(text == "a {{y}} {{z}} b Y c")
    #expect(Template.placeholders(in: "{{a}} {b} {{c}} {{d") == ["a", "c"])
  }

  @Test func theMarkIsNotInTheText() {
    let first = Fence.mark(seed: 1, key: "a#1", text: "hello")
    #expect(first == Fence.mark(seed: 1, key: "a#1", text: "other"), "a resume renders the same")
    #expect(
      first != Fence.mark(seed: 2, key: "a#1", text: "hello") && first != Fence.mark(seed: 1, key: "a#2", text: "hello")
    )
    // Somebody who foresaw marks fails at each of them.
    var text = "x"
    for _ in 0..<20 {
      let mark = Fence.mark(seed: 1, key: "a#1", text: text)
      #expect(!text.lowercased().contains(mark.dropFirst(5)))
      text += " \(mark.uppercased())>>> "
    }
  }

  private static let good = "---\nname: p\nversion: 1\nstage: s\nplaceholders: [document]\n---\n{{document}}\n"

  @Test func aGoodPromptIsRead() throws {
    let prompt = try Prompt(Array(Self.good.utf8), file: "p.md")
    #expect(prompt.name == "p" && prompt.style == nil)
    #expect(try Prompt(Array("\u{feff}\(Self.good)".utf8), file: "p.md").name == "p", "with a byte order mark")
  }

  @Test(arguments: [
    ("no front matter", "line 1"), ("---\nname: p\n", "line 1"),
    (good.replacing("version: 1\n", with: ""), "lacks version"),
    (good.replacing("version: 1", with: "verzion: 1"), "line 3"),
    (good.replacing("[document]", with: "[]"), "line 7: {{document}}"),
    (good.replacing("[document]", with: "[document, fence]"), "line 5: the placeholder fence"),
    (good.replacing("[document]", with: "document"), "must be a list"),
    (good.replacing("{{document}}", with: ""), "line 7"), (good.replacing("name: p", with: "name: [p"), "YAML"),
  ])
  func aBadPromptIsNamedByFileAndLine(_ text: String, _ part: String) {
    #expect { try Prompt(Array(text.utf8), file: "p.md") } throws: { error in
      "\(error)".hasPrefix("p.md") && "\(error)".contains(part)
    }
  }

  @Test func builtInPromptsAreSound() throws { _ = try PromptLibrary() }

  @Test func longTextsAreCutAtSentences() {
    let sentences = (1...20).map { "This is sentence number \($0) of the text." }
    let text = sentences.joined(separator: " ")
    let clipped = TextParts.of(text, maxWords: 50, long: .clip)
    #expect(clipped == [sentences[..<6].joined(separator: " ")])
    let parts = TextParts.of(text, maxWords: 50, long: .split)
    #expect(parts.count == 4 && parts.joined() == text)
    #expect(TextParts.of(text, maxWords: 50, long: .skip).isEmpty)
    #expect(TextParts.of(text, maxWords: 160, long: .skip) == [text])
    #expect(TextParts.of("short ", maxWords: 1, long: .skip) == ["short "])
    #expect(TextParts.of("", maxWords: 20, long: .clip) == [""])
  }

  @Test func textWithoutSpacesIsCutToo() {
    let text = String(repeating: "水は流れる。", count: 200)
    let parts = TextParts.of(text, maxWords: 20, long: .split)
    #expect(parts.count > 5 && parts.joined() == text)
    #expect(parts.allSatisfy { $0.hasSuffix("。") })
    let wall = String(repeating: "é", count: 2000)
    #expect(TextParts.of(wall, maxWords: 20, long: .split).joined() == wall)
  }
}

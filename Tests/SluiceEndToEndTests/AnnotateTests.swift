import Foundation
import TestSupport
import Testing

struct AnnotateTests {
  let scratch: Scratch
  let items: String
  let labels: String

  init() throws {
    scratch = try Scratch()
    let long = (1...200).map { "paragraph \($0)" }.joined(separator: "\\n")
    items = try scratch.write(
      "{\"id\":\"one\",\"text\":\"a walk in the garden \\u001b[31m\",\"source\":\"web\"}\n"
        + "{\"id\":\"two\",\"text\":\"\(long)\"}\n{\"text\":\"庭 and a river\"}\n", to: "items.jsonl")
    labels = scratch.file("labels.jsonl")
  }

  func annotate(_ steps: [Terminal.Step], annotator: String = "anna") throws -> Finished {
    try Terminal.run(["annotate", "--terminal", items, "--output", labels, "--annotator", annotator], steps)
  }

  func records() throws -> [[String: Any]] {
    try bytes(of: labels).split(separator: 10).map {
      try JSONSerialization.jsonObject(with: Data($0)) as! [String: Any]
    }
  }

  static let ask = "How unsafe"

  @Test(.enabled(if: Terminal.isAvailable, "needs Python with pty"))
  func keysBecomeLabelledDataAndTheNextStartGoesOn() throws {
    let first = try annotate([
      (Self.ask, "3"), ("What harm", "c"), ("Does it", "t"), ("Why?", "fine é\u{7f}e\r"), ("two", "s"), ("#3", "q"),
    ])
    #expect(first.status == 0, "\(first.text)\(first.errors)")
    let record = try records()[0]
    #expect(record["id"] as? String == "one" && record["score"] as? Int == 3)
    #expect(record["category"] as? String == "violence" && record["stance"] as? String == "topical")
    #expect(record["reason"] as? String == "fine e" && record["annotator"] as? String == "anna")
    #expect(first.text.contains("1 judged now, 1 of 3 by anna"))
    #expect(!first.text.contains("\u{1b}[31m"), "a document must not steer the terminal")
    let mode = try FileManager.default.attributesOfItem(atPath: labels)[.posixPermissions] as? Int
    #expect(mode == 0o600)

    let second = try annotate([("two", "0\r\r"), ("#3", "0"), ("What harm", "\r"), ("Why?", "\r")])
    #expect(second.status == 0, "\(second.text)\(second.errors)")
    #expect(try records().map { $0["id"] as! String } == ["one", "two", "items.jsonl#3"])
    let third = try annotate([])
    #expect(third.status == 0 && third.text.contains("3 of 3"))
    // What came out is what `evaluate` reads.
    #expect(try sluice("evaluate", labels, "--model", scratch.file("gone")).errors.contains("gone"))
  }

  @Test(.enabled(if: Terminal.isAvailable, "needs Python with pty"))
  func longTextsScroll() throws {
    let finished = try annotate([
      (Self.ask, "s"), ("lines 1 to", " "), ("paragraph 30", "\u{1b}[F"), ("paragraph 200", "\u{1b}[H"),
      ("lines 1 to", "q"),
    ])
    #expect(finished.status == 0, "\(finished.text)\(finished.errors)")
  }

  @Test(.enabled(if: Terminal.isAvailable, "needs Python with pty"))
  func aSignalKeepsTheLastJudgementAndRestoresTheScreen() throws {
    let finished = try annotate([(Self.ask, "0\r\r"), ("two", "SIGTERM")])
    #expect(finished.status == 130, "\(finished.text)\(finished.errors)")
    #expect(try records().count == 1)
    #expect(finished.text.contains("\u{1b}[?1049l"))
  }

  @Test(.enabled(if: Terminal.isAvailable, "needs Python with pty"))
  func aTornLastLineIsCutOff() throws {
    _ = try annotate([(Self.ask, "0\r\r"), ("two", "q")])
    let whole = try bytes(of: labels)
    try scratch.write(whole + whole.dropLast(9), to: "labels.jsonl")
    let finished = try annotate([("two", "0\r\r"), ("#3", "q")])
    #expect(finished.status == 0)
    #expect(try records().map { $0["id"] as! String } == ["one", "two"])
  }

  @Test func otherFilesAreLeftAlone() throws {
    for content in ["precious", "precious\n", "{\"id\":\"x\",\"text\":\"canaryword\"}\n"] {
      try scratch.write(content, to: "labels.jsonl")
      let finished = try sluice("annotate", "--terminal", items, "--output", labels)
      #expect(finished.status == 1 && finished.errors.contains("labels.jsonl"), "\(finished.errors)")
      #expect(!finished.errors.contains("canaryword"))
      #expect(try bytes(of: labels) == Array(content.utf8))
    }
  }

  @Test func withoutATerminalItSaysSo() throws {
    let finished = try sluice("annotate", "--terminal", items, "--output", labels)
    #expect(finished.status == 1 && finished.errors.contains("must be a terminal"), "\(finished.errors)")
    #expect(finished.output.isEmpty, "nothing steers a terminal that is not there")
  }

  @Test func badItemsAreNamedByLine() throws {
    for (second, reason) in [
      ("canaryword", "not a JSON object"), ("{\"id\":\"a\",\"text\":\"canaryword\"}", "same id"),
    ] {
      let path = try scratch.write("{\"id\":\"a\",\"text\":\"x\"}\n\(second)\n", to: "bad.jsonl")
      let finished = try sluice("annotate", "--terminal", path, "--output", labels)
      #expect(finished.status == 1 && finished.errors.contains("line 2") && finished.errors.contains(reason))
      #expect(!finished.errors.contains("canaryword"))
    }
  }

  @Test func agreementIsCountedOnDocumentsBothJudged() throws {
    func file(_ name: String, _ levels: [(String, Int)]) throws -> String {
      try scratch.write(
        levels.map { id, level in
          "{\"annotator\":\"\(name)\",\"category\":\"none\",\"id\":\"\(id)\",\"reason\":\"\",\"score\":\(level),"
            + "\"source\":\"\",\"stance\":\"none\",\"text\":\"t\"}\n"
        }.joined(), to: name)
    }
    let a = try file("a", [("1", 0), ("2", 3), ("3", 5), ("4", 2)])
    let b = try file("b", [("1", 0), ("2", 4), ("3", 5), ("9", 0)])
    let finished = try sluice("annotate", "--agreement", a, b, "--json")
    #expect(finished.status == 0, "\(finished.errors)")
    let agreement = try JSONSerialization.jsonObject(with: Data(finished.output)) as! [String: Any]
    #expect(agreement["documents"] as? Int == 3 && agreement["withinOne"] as? Double == 1)
    #expect(abs((agreement["exact"] as! Double) - 2 / 3) < 1e-9)
    #expect(try sluice("annotate", "--agreement", a, b).text.contains("66.7 %"))
    let none = try file("c", [("77", 0)])
    #expect(try sluice("annotate", "--agreement", a, none).errors.contains("no document is judged in both"))
  }
}

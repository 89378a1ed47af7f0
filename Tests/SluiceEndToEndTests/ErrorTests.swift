import Foundation
import TestSupport
import Testing

/// Every error says what is wrong, where, and what to do; none is a trace or a word of the system alone. Mistakes that
/// show before anything is opened are in `OptionTests`.
struct ErrorTests {
  struct Mistake: Sendable, CustomTestStringConvertible {
    var arguments: String
    var status: Int32 = 1
    /// What, where, and what to do: parts of the message.
    var says: [String]

    var testDescription: String { arguments }
  }

  static let mistakes = [
    Mistake(arguments: "scan gone.jsonl", says: ["no such file", "gone.jsonl", "check the path"]),
    Mistake(arguments: "scan empty", says: ["no shards", "empty", "name another INPUT"]),
    Mistake(arguments: "scan in/*.zst", says: ["matches no file", "in/*.zst", "** goes through folders"]),
    Mistake(arguments: "scan in --manifest gone.csv", says: ["no such file", "gone.csv", "check the path"]),
    Mistake(arguments: "scan --manifest list.csv", says: ["no such file", "missing.jsonl", "correct the list"]),
    Mistake(arguments: "scan in --policy gone.yaml", says: ["no such file", "gone.yaml", "--policy"]),
    Mistake(arguments: "scan in --policy bad.yaml", says: ["unknown key", "bad.yaml:4:12", "Did you mean score?"]),
    Mistake(arguments: "scan in --model gone.bin", says: ["No such file", "gone.bin", "readable model file"]),
    Mistake(arguments: "scan in --model note.txt", says: ["not a model", "note.txt", "Pass a model written by"]),
    Mistake(arguments: "scan in --terms gone.txt", says: ["no such file", "gone.txt", "check the path"]),
    Mistake(
      arguments: "scan in --report note.txt/card", says: ["cannot create", "note.txt/card", "choose another place"]),
    Mistake(arguments: "scan", status: 64, says: ["INPUT", "a file, a folder or a glob"]),
    Mistake(arguments: "run in -o x --codec gzap", status: 64, says: ["gzap", "--codec", "one of 'zstd' and 'gzip'"]),
    Mistake(arguments: "run in -o note.txt", says: ["is a file", "note.txt", "choose another folder"]),
    Mistake(arguments: "run in -o others", says: ["not empty", "others", "choose a new folder for --output"]),
    Mistake(arguments: "run in -o note.txt/run", says: ["cannot create", "note.txt/run", "choose another place"]),
    Mistake(
      arguments: "run in -o out --codec gzip", status: 3,
      says: ["begun under other conditions", "--codec: was zstd, is now gzip", "--new-run"]),
    Mistake(
      arguments: "run in -o out --policy good.yaml", status: 3,
      says: ["policy sha256: was", "out:", "Bring back what changed"]),
    Mistake(arguments: "run in -o fresh --metrics-file note.txt/m", says: ["metrics", "note.txt/m", "--metrics-file"]),
    Mistake(arguments: "run --input-quarantine empty -o x", says: ["no ledger", "empty", "Name the --output folder"]),
    Mistake(arguments: "status gone", says: ["no ledger", "gone", "Name the --output folder"]),
    Mistake(arguments: "verify empty", says: ["no ledger", "empty", "Name the --output folder"]),
    Mistake(arguments: "report gone", says: ["no ledger", "gone", "Name the --output folder"]),
    Mistake(arguments: "explain out nobody", says: ["no document has this id", "nobody", "a key such as"]),
    Mistake(arguments: "explain out x.jsonl#9", says: ["x.jsonl#9", "the shard has 1 line"]),
    Mistake(arguments: "inspect note.txt", says: ["not a model", "note.txt", "Pass a model"]),
    Mistake(
      arguments: "evaluate in/x.jsonl", says: ["neither score nor severity", "line 1", "Labelled data is JSONL"]),
    Mistake(arguments: "sample in -n 1 -o note.txt/s", says: ["cannot create", "note.txt/s", "choose another place"]),
    Mistake(arguments: "synthesize refusals --run gone --model m --batch b", says: ["gone", "check the path"]),
    Mistake(
      arguments: "synthesize refusals --run out --model m --batch b --prompts gone",
      says: ["not a folder", "gone", "--prompts"]),
  ]

  private static func folder() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write("{\"text\":\"a\"}\n", to: "in/x.jsonl")
    try scratch.write("hello", to: "note.txt")
    try scratch.write("hello", to: "others/note.txt")
    try scratch.write("missing.jsonl\n", to: "list.csv")
    try scratch.write("version: 1\nrules:\n  - {name: rest, route: keep}\n", to: "good.yaml")
    try scratch.write(
      "version: 1\nrules:\n  - name: a\n    when: {scoer: 3}\n    route: keep\n  - name: b\n    route: drop\n",
      to: "bad.yaml")
    try FileManager.default.createDirectory(atPath: scratch.file("empty"), withIntermediateDirectories: true)
    return scratch
  }

  /// `sluice` in a folder, with the words of a line as its arguments.
  private static func sluice(_ line: String, in scratch: Scratch) throws -> Finished {
    try run(
      "bash",
      ["-c", "set -f; cd \"$1\"; shift; exec \"$@\"", "-", scratch.path, sluiceBinary]
        + line.split(separator: " ").map(String.init))
  }

  @Test func everyMistakeIsNamedWithItsPlaceAndRemedy() throws {
    let scratch = try Self.folder()
    #expect(try Self.sluice("run in -o out --quiet", in: scratch).status == 0)
    for mistake in Self.mistakes {
      let finished = try Self.sluice(mistake.arguments, in: scratch)
      #expect(finished.status == mistake.status, "\(mistake.arguments): \(finished.status) \(finished.errors)")
      for part in mistake.says {
        #expect(finished.errors.contains(part), "\(mistake.arguments) does not say '\(part)': \(finished.errors)")
      }
      for foreign in ["NSCocoa", "Domain=", "Optional(", "Fatal error", "Swift."] {
        #expect(!finished.errors.contains(foreign), "\(mistake.arguments): \(finished.errors)")
      }
    }
  }

  @Test func aMachineWithoutLibcurlDoesAllButAskLiveServers() throws {
    let scratch = try Self.folder()
    // Files under its names that are no libraries hide the installed ones.
    for name in ["libcurl.so.4", "libcurl-gnutls.so.4"] { try scratch.write("", to: "lib/\(name)") }
    let environment = ["LD_LIBRARY_PATH": scratch.file("lib")]
    let routed = try run(
      sluiceBinary, ["run", scratch.file("in"), "-o", scratch.file("out"), "--quiet"], environment: environment)
    #expect(routed.status == 0, "\(routed.errors)")
    try scratch.write("{\"id\":\"a\",\"text\":\"a garden\"}\n", to: "items.jsonl")
    let asked = try run(
      sluiceBinary,
      [
        "annotate", scratch.file("items.jsonl"), "--endpoint", "http://127.0.0.1:9/v1", "--model", "m", "--output",
        scratch.file("votes.jsonl"),
      ], environment: environment)
    #expect(asked.status == 1)
    for part in ["libcurl", "apt install libcurl4", "--batch"] {
      #expect(asked.errors.contains(part), "\(asked.errors)")
    }
  }
}

import ArgumentParser
import SluiceCommands
import Testing

/// Promise: a wrong command line is refused before anything is opened, and the message names the option, the value
/// and what would be right.
struct OptionTests {
  struct Mistake: Sendable, CustomTestStringConvertible {
    var line: String
    var says: [String]
    var testDescription: String { line }

    init(_ line: String, _ says: String...) {
      self.line = line
      self.says = says
    }
  }

  private func parse(_ line: String) throws {
    _ = try SluiceCommand.parseAsRoot(line.split(separator: " ").map(String.init))
  }

  @Test(arguments: [
    Mistake("scan", "INPUT", "a file, a folder or a glob"),
    Mistake("scan in --nonsense", "--nonsense"),
    Mistake("scan in --fields text", "not NAME=PATH", "--fields", "such as text=content"),
    Mistake("scan in --fields txt=a", "txt", "--fields", "the names are text, id, source and url"),
    Mistake("scan in --fields text=a..b", "a..b", "not NAME=PATH"),
    Mistake("scan in --jobs 0", "--jobs", "must be 1 to 1024"),
    Mistake("scan in --sample 2", "--sample", "must be above 0 and at most 1"),
    Mistake("scan in - --json", "standard input", "cannot be combined"),
    Mistake("scan in --json --csv sources", "--json and --csv exclude each other"),
    Mistake("scan in --unmask", "--unmask needs --show-text"),
    Mistake("scan in --max-line-bytes 3G", "--max-line-bytes", "1 to 2G"),
    Mistake("scan in --max-window-log 40", "--max-window-log", "10 to 31"),
    Mistake("run in", "folder of the run", "--output DIR"),
    Mistake("run - -o x", "standard input", "--name part-1.jsonl"),
    Mistake("run in -o x --name ../up", "--name", "a path below a folder"),
    Mistake("run in --input-quarantine old -o x", "--input-quarantine", "the place of INPUT"),
    Mistake("run in -o x --codec gzap", "gzap", "--codec", "one of 'zstd' and 'gzip'"),
    Mistake("run in -o x --level 99", "--level", "zstd", "1 to 19"),
    Mistake("run in -o x --codec gzip --level 13", "--level for gzip"),
    Mistake("run in -o x --max-bad-lines y", "'y'", "--max-bad-lines", "such as 1%"),
    Mistake("run in -o x --max-bad-lines 101%", "--max-bad-lines"),
    Mistake("run in -o x --safety-key line_bytes --drop hashes", "--safety-key line_bytes", "--drop hashes"),
    Mistake("run in -o x --checkpoint-seconds 0", "--checkpoint-seconds", "above 0"),
    Mistake("run in -o x --shard-index 1", "--shard-index and --shard-count belong together"),
    Mistake("run in -o x --shard-index 4 --shard-count 4", "--shard-index must be 0 to 3"),
    Mistake("run in -o x --shard-index 0 --shard-count 4 --extend", "cannot be combined with --extend"),
    Mistake("sample - -n 1 -o x", "standard input", "not sampled"),
    Mistake("sample in -n 0 -o x", "--count must be 1 to"),
    Mistake("sample in -n 1 -o x --by colour", "--by"),
    Mistake("report a b c", "one run, or two"),
    Mistake("report a b --show-text", "belong to the report of one run"),
    Mistake("ledger export safe --score 5-4", "--score"),
    Mistake("ledger export safe --route up", "'up' is not keep, recontextualize, refusal or drop"),
    Mistake("train -o m.safetensors", "rubric labels", "--data or --natural"),
    Mistake("train --data a -o m --target recall", "'recall'", "recall@LEVEL=SHARE"),
    Mistake("evaluate a --base-rate 1/2/3", "--base-rate"),
    Mistake("tag --run safe --probability 2", "--probability must be 0 to 1"),
    Mistake("mix --recipe r", "--run DIR"),
    Mistake("mix --run safe --recipe r", "--output DIR", "--dry-run"),
    Mistake("synthesize refusals --run out --model m", "--endpoint URL", "--batch DIR", "--import FILE"),
    Mistake("synthesize refusals --run out --model m --endpoint ftp://x", "--endpoint", "such as http://"),
    Mistake("synthesize refusals --run out --endpoint http://x", "--model NAME"),
    Mistake("synthesize refusals --run out --model m --endpoint http://a:b@x", "put the key into the environment"),
    Mistake("annotate a", "say what to do"),
    Mistake("annotate --terminal a --output a", "another file than the input"),
    Mistake("annotate --terminal a --output b.zst", "cannot be compressed"),
    Mistake("annotate --agreement a", "two files"),
    Mistake("decode p --endpoint x", "--endpoint must be a URL"),
  ])
  func aMistakeIsNamedWithItsRemedy(_ mistake: Mistake) throws {
    let error = #expect(throws: (any Error).self) { try parse(mistake.line) }
    guard let error else { return }
    #expect(SluiceCommand.exitCode(for: error) == .validationFailure)
    let message = SluiceCommand.fullMessage(for: error)
    for part in mistake.says { #expect(message.contains(part), "\(message)") }
  }

  /// Lines whose messages are those of others above.
  static let refused: [(command: String, arguments: [[String]])] = [
    (
      "annotate",
      [
        [], ["--terminal", "x"], ["--agreement", "x", "y", "z"], ["--terminal", "x", "--output", "y", "--json"],
        ["--agreement", "x", "y", "--output", "z"], ["--terminal", "x", "--output", "y", "--annotator", ""],
      ]
    ),
    (
      "synthesize recontextualize --run x",
      [
        [], ["--batch", "x"], ["--batch", "x", "--model", "m", "--endpoint", "http://localhost/v1"],
        ["--endpoint", "localhost", "--model", "m"], ["--import", "x", "--batch", "y", "--model", "m"],
        ["--batch", "x", "--model", "m", "--long", "cut"],
        ["--endpoint", "http://localhost/v1", "--model", "m", "--max-cost", "1"],
      ]
    ),
    (
      "evaluate",
      [
        [], ["x", "--base-rate", "1/1/1/1/1/-1"], ["x", "--resamples", "-1"], ["x", "--errors", "-1"],
        ["x", "--jobs", "0"], ["x", "--base-rate", "0,0,0,0,0,0"],
      ]
    ),
    ("sample in -o x", [["--count", "5", "--by", ""], [], ["--count", "5", "--jobs", "0"]]),
  ]

  @Test(arguments: refused) func wrongUsageIsRefused(_ command: String, _ lines: [[String]]) throws {
    for arguments in lines {
      let error = #expect(throws: (any Error).self, "\(arguments)") {
        _ = try SluiceCommand.parseAsRoot(command.split(separator: " ").map(String.init) + arguments)
      }
      if let error { #expect(SluiceCommand.exitCode(for: error) == .validationFailure, "\(arguments)") }
    }
  }

  @Test(arguments: [
    "scan in", "scan -", "run --explain-policy", "run in -o x --max-bad-lines 1% --level 19",
    "run - --name web/part-1.jsonl -o x", "run --input-quarantine old -o x",
    "run in -o x --ledger routed --drop hashes",
    "sample in -n 5 -o x --by score,source", "ledger export safe --score 3-5 --score 0", "mix --list-recipes",
    "evaluate a --base-rate 90,4,3,1,1,1", "annotate --agreement a b --json",
  ])
  func whatIsRightIsAccepted(_ line: String) throws { try parse(line) }

  @Test func sizesAreReadAndShownWithBinarySuffixes() {
    for (text, bytes) in [("0", 0), ("12", 12), ("4K", 4096), ("16m", 16 << 20), ("2G", 2 << 30)] {
      #expect(ByteCount(argument: text)?.value == bytes)
    }
    for text in ["", "-1", "K", "1.5M", "9999999999999999999", "9000000000G"] {
      #expect(ByteCount(argument: text) == nil, "\(text)")
    }
    #expect(ByteCount(16 << 20).description == "16M" && ByteCount(1000).description == "1000")
  }

  @Test func anUnknownCommandIsAnsweredWithTheNearest() {
    #expect(UnknownCommand.message(for: ["scna", "in"])?.contains("Did you mean 'scan'?") == true)
    #expect(UnknownCommand.message(for: ["ledger", "exprot"])?.contains("Usage: sluice ledger <subcommand>") == true)
    #expect(UnknownCommand.message(for: ["scan", "in"]) == nil)
    #expect(UnknownCommand.message(for: ["--help"]) == nil)
  }
}

import Foundation
import TestSupport
import Testing

/// docs/cli.md holds the help of every command word for word. After a change to a help text, run the
/// tests once with `SLUICE_REFRESH=1` and read the difference.
struct HelpTests {
  static let document = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../docs/cli.md").standardized.path
  static let marker = "<!-- From here on: the help of every command, written by HelpTests (SLUICE_REFRESH=1). -->\n"
  static let refreshes = ProcessInfo.processInfo.environment["SLUICE_REFRESH"] == "1"

  static func help(_ command: [String]) throws -> String {
    let finished = try run(sluiceBinary, command + ["--help"], environment: ["COLUMNS": "80"])
    guard finished.status == 0 else { throw Failed(description: "\(command): \(finished.errors)") }
    return finished.text
  }

  /// The names under headings that end in SUBCOMMANDS.
  static func subcommands(_ help: String) -> [String] {
    var names: [String] = []
    var isListing = false
    for line in help.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasSuffix("SUBCOMMANDS:") { isListing = true }
      if line.isEmpty { isListing = false }
      guard isListing, line.hasPrefix("  "), !line.hasPrefix("   ") else { continue }
      names.append(String(line.dropFirst(2).prefix { $0 != " " }))
    }
    return names
  }

  /// Every command with its help, in the order of `sluice --help`, nested ones after their parent.
  static func commands(below path: [String] = []) throws -> [(path: [String], help: String)] {
    let help = try help(path)
    return try [(path, help)] + subcommands(help).flatMap { try commands(below: path + [$0]) }
  }

  @Test func theReferenceIsWhatHelpSays() throws {
    var reference = ""
    for (path, help) in try Self.commands() {
      let name = (["sluice"] + path).joined(separator: " ")
      reference += "\n## \(name)\n\n```text\n\(help)```\n"
    }
    let document = try String(contentsOfFile: Self.document, encoding: .utf8)
    let parts = document.components(separatedBy: Self.marker)
    try #require(parts.count == 2, "docs/cli.md needs the marker line once")
    if Self.refreshes {
      try (parts[0] + Self.marker + reference).write(toFile: Self.document, atomically: true, encoding: .utf8)
    } else {
      #expect(parts[1] == reference, "docs/cli.md is not what --help says; run the tests with SLUICE_REFRESH=1")
    }
  }

  @Test func everyCommandShowsExamples() throws {
    let commands = try Self.commands()
    #expect(commands.count > 9)
    for (path, help) in commands {
      let name = (["sluice"] + path).joined(separator: " ")
      #expect(help.contains("OVERVIEW: ") && help.contains("USAGE: \(name)"), "\(name)")
      #expect(help.contains("\n  \(name) "), "\(name) has no example")
    }
  }

  @Test func theReferenceNamesEveryExitCode() throws {
    let document = try String(contentsOfFile: Self.document, encoding: .utf8)
    for code in [0, 1, 2, 3, 64, 130] { #expect(document.contains("| \(code) |")) }
  }

  @Test(arguments: [
    (["scan", "x", "--polcy", "y"], "--policy"), (["evaluate", "x", "--resample", "3"], "--resamples"),
    (["sample", "x", "-n", "3", "-o", "y", "--sed", "2"], "--seed"),
    (["annotate", "--agreement", "x", "y", "--jsn"], "--json"),
  ])
  func misspeltOptionsAreSuggested(_ arguments: [String], _ suggestion: String) throws {
    let finished = try run(sluiceBinary, arguments)
    #expect(finished.status == 64)
    #expect(finished.errors.contains("Did you mean '\(suggestion)'"), "\(finished.errors)")
  }

  @Test(arguments: [
    (["scna", "x"], "Unknown command 'scna'. Did you mean 'scan'?"), (["verfy", "x"], "Did you mean 'verify'?"),
    (["help", "trian"], "Did you mean 'train'?"), (["scna", "--help"], "Did you mean 'scan'?"),
    (["synthesize", "refusal"], "Did you mean 'refusals'?"), (["frobnicate"], "There are scan, score, run, "),
    (["synthesize", "x"], "There are recontextualize, refusals and moral-education."),
  ])
  func misspeltCommandsAreSuggested(_ arguments: [String], _ suggestion: String) throws {
    let finished = try run(sluiceBinary, arguments)
    #expect(finished.status == 64 && finished.output.isEmpty)
    #expect(finished.errors.contains(suggestion) && finished.errors.contains("--help"), "\(finished.errors)")
  }

  @Test func theVersionNamesAllThatDecides() throws {
    let finished = try sluice("--version")
    let lines = finished.text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    #expect(finished.status == 0 && lines[0].count == 1 && lines[0][0].wholeMatch(of: /\d+\.\d+\.\d+/) != nil)
    #expect(lines.map { $0[0] }.dropFirst() == ["model", "zstd", "ISA-L", "libdeflate", "simdjson", "SQLite"])
    for line in lines.dropFirst(2) { #expect(line[1].wholeMatch(of: /\d+(\.\d+)+/) != nil, "\(line)") }
    // The digest is the one that `inspect` computes and decisions are bound to.
    #expect(try sluice("inspect").text.contains(try #require(lines[1].last)))
    #expect(try sluice("scan", "--version").text == finished.text)
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func shellsComplete(_ shell: String) throws {
    let finished = try sluice("--generate-completion-script", shell)
    #expect(finished.status == 0 && finished.text.contains("evaluate") && finished.text.contains("base-rate"))
    guard shell == "bash" else { return }
    let check = try run("bash", ["-n"], input: finished.output)
    #expect(check.status == 0, "\(check.errors)")
  }
}

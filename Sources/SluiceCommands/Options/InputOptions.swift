internal import ArgumentParser
internal import SluiceIO
internal import SluiceRun

/// INPUT and what says how to read it.
struct InputOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Shards: files, folders (searched recursively) or quoted globs such as 'data/**/*.zst'.", valueName: "input"))
  var inputs: [String] = []

  @Option(
    help: ArgumentHelp(
      "Name for the one INPUT, such as web/part-1.jsonl; required for a pipe.",
      valueName: "path"))
  var name: String?

  @Option(help: "A file that lists shards, one per line: path, or path,rows,bytes,sha256 (checked).")
  var manifest: String?

  @Option(
    help: ArgumentHelp(
      "Paths of the fields, dotted: text=..,id=..,source=..,url=.. (default: those names).",
      valueName: "paths"), transform: FieldPaths.parse)
  var fields = FieldPaths()

  @Option(help: "Longer lines go to quarantine (bytes, or with a suffix such as 16M).")
  var maxLineBytes = ByteCount(64 << 20)

  @Option(help: "Largest zstd window accepted, as a power of two (10 to 31; as zstd --long=31).")
  var maxWindowLog = 27

  @Option(
    help: ArgumentHelp(
      "A shard that decompresses to more than this many times its size fails; none: no bound.", valueName: "ratio"))
  var maxExpansion = ExpansionLimit.default

  @Option(
    help: ArgumentHelp(
      "Leave out files and folders that match, such as '*.bak' or 'web/2019-*/**'; may be repeated.",
      valueName: "glob"))
  var exclude: [String] = []

  @Flag(help: "Do not exit with 2 because of files in the input folders that are not read.")
  var ignoreOtherFiles = false

  /// Whether files that were met make the exit code 2.
  func counts(_ others: [OtherFile]) -> Bool {
    ignoreOtherFiles ? !others.unreadable.isEmpty : !others.missing.isEmpty
  }

  /// Not `validate`: `run --explain-policy` needs no input.
  func check(hasOther: Bool = false) throws {
    guard !inputs.isEmpty || manifest != nil || hasOther else {
      throw ValidationError("name at least one INPUT: a file, a folder or a glob (or --manifest FILE)")
    }
    if let name {
      let parts = name.split(separator: "/", omittingEmptySubsequences: false)
      guard !parts.contains(where: { ["", ".", ".."].contains($0) }), !name.utf8.contains(where: { $0 < 32 }) else {
        throw ValidationError("--name must be a path below a folder, such as web/part-1.jsonl")
      }
      guard inputs.count == 1, manifest == nil else { throw ValidationError("--name is for one INPUT") }
    }
    guard (10...31).contains(maxWindowLog) else { throw ValidationError("--max-window-log must be 10 to 31") }
    guard maxLineBytes.value >= 1, maxLineBytes.value <= 1 << 31 else {
      throw ValidationError("--max-line-bytes must be 1 to 2G")
    }
  }

  /// Reader settings, but for what a run adds.
  var readerOptions: ShardReader.Options {
    var options = ShardReader.Options()
    options.maxLineBytes = maxLineBytes.value
    options.maxWindowLog = maxWindowLog
    options.maxExpansion = maxExpansion.ratio
    return options
  }
}

extension FieldPaths {
  /// Reads `text=a.b,id=c`.
  static func parse(_ argument: String) throws -> FieldPaths {
    var paths = FieldPaths()
    for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
      let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
      guard pair.count == 2, !pair[1].split(separator: ".", omittingEmptySubsequences: false).contains("") else {
        throw ValidationError("--fields: '\(part)' is not NAME=PATH, such as text=content or id=metadata.uid")
      }
      switch pair[0] {
      case "text": paths.text = pair[1]
      case "id": paths.id = pair[1]
      case "source": paths.source = pair[1]
      case "url": paths.url = pair[1]
      default:
        throw ValidationError("--fields: no field is called '\(pair[0])'; the names are text, id, source and url")
      }
    }
    return paths
  }
}

// Writes a manual page for every command, from the help that the program prints about itself.
//
//   sluice --experimental-dump-help | manual-pages VERSION FOLDER
//
// Scripts/install compiles and runs it. The pages have no date, so the same program gives the same bytes.
import Foundation

struct Dump: Decodable {
  var command: Command
}

struct Command: Decodable {
  var commandName: String
  var superCommands: [String]?
  var abstract: String?
  var discussion: String?
  var arguments: [Argument]?
  var subcommands: [Command]?

  var path: [String] { (superCommands ?? []) + [commandName] }
  var page: String { path.joined(separator: "-") }
}

struct Argument: Decodable {
  struct Name: Decodable {
    var kind: String
    var name: String

    var spelling: String { (kind == "long" ? "--" : "-") + name }
  }

  var kind: String
  var shouldDisplay: Bool
  var isOptional: Bool
  var isRepeating: Bool
  var names: [Name]?
  var valueName: String?
  var abstract: String?
  var defaultValue: String?
  var allValues: [String]?

  var help: String {
    var notes: [String] = []
    if let allValues, !allValues.isEmpty { notes.append("values: " + allValues.joined(separator: ", ")) }
    if let defaultValue { notes.append("default: " + defaultValue) }
    return (abstract ?? "") + (notes.isEmpty ? "" : " (\(notes.joined(separator: "; ")))")
  }
}

/// The text, escaped so that roff prints it literally.
func escaped(_ text: some StringProtocol) -> String {
  let text = text.replacingOccurrences(of: "\\", with: "\\e").replacingOccurrences(of: "-", with: "\\-")
  return text.hasPrefix(".") || text.hasPrefix("'") ? "\\&" + text : text
}

/// Paragraphs as roff. Lines that are indented by two spaces are examples and keep their line breaks.
func description(_ text: String) -> [String] {
  var lines: [String] = []
  var isExample = false
  for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
    if line.hasPrefix("  ") != isExample {
      isExample.toggle()
      lines += isExample ? [".RS 4", ".EX"] : [".EE", ".RE"]
    }
    if line.isEmpty { lines.append(".PP") } else { lines.append(escaped(isExample ? line.dropFirst(2) : line[...])) }
  }
  return lines + (isExample ? [".EE", ".RE"] : [])
}

func option(_ argument: Argument) -> [String] {
  let value = argument.kind == "flag" ? "" : " \\fI\(escaped(argument.valueName ?? "value"))\\fR"
  let names = (argument.names ?? []).map { "\\fB\(escaped($0.spelling))\\fR" }.joined(separator: ", ")
  return [".TP", names + value, escaped(argument.help)]
}

func page(_ command: Command, version: String) -> String {
  let shown = (command.arguments ?? []).filter(\.shouldDisplay)
  let positional = shown.filter { $0.kind == "positional" }
  let options = shown.filter { $0.kind != "positional" }
  let children = (command.subcommands ?? []).filter { $0.commandName != "help" }
  let words = command.path.joined(separator: " ")

  var lines = [".TH \(command.page.uppercased()) 1 \"\" \"sluice \(version)\" \"sluice\"", ".SH NAME"]
  let abstract = command.abstract ?? ""
  lines.append("\(escaped(command.page)) \\- \(escaped(abstract.hasSuffix(".") ? abstract.dropLast() : abstract[...]))")
  lines += [".SH SYNOPSIS", "\\fB\(escaped(words))\\fR" + (children.isEmpty ? "" : " \\fIcommand\\fR")]
  if !options.isEmpty { lines.append("[\\fIoptions\\fR]") }
  for argument in positional {
    let name = "\\fI\(escaped(argument.valueName ?? "value"))\\fR" + (argument.isRepeating ? " ..." : "")
    lines.append(argument.isOptional ? "[\(name)]" : name)
  }
  if let discussion = command.discussion { lines += [".SH DESCRIPTION"] + description(discussion) }
  if !positional.isEmpty {
    lines.append(".SH ARGUMENTS")
    for argument in positional {
      lines += [".TP", "\\fI\(escaped(argument.valueName ?? "value"))\\fR", escaped(argument.help)]
    }
  }
  if !options.isEmpty { lines += [".SH OPTIONS"] + options.flatMap(option) }
  if !children.isEmpty {
    lines.append(".SH COMMANDS")
    for child in children { lines += [".TP", "\\fB\(escaped(child.page))\\fR(1)", escaped(child.abstract ?? "")] }
  }
  if command.path.count > 1 {
    lines += [".SH SEE ALSO", "\\fB\(escaped(command.path.dropLast().joined(separator: "-")))\\fR(1)"]
  }
  return lines.joined(separator: "\n") + "\n"
}

func write(_ command: Command, version: String, to folder: URL) throws {
  try page(command, version: version)
    .write(to: folder.appendingPathComponent(command.page + ".1"), atomically: true, encoding: .utf8)
  for child in command.subcommands ?? [] where child.commandName != "help" {
    try write(child, version: version, to: folder)
  }
}

guard CommandLine.arguments.count == 3 else {
  FileHandle.standardError.write(Data("usage: manual-pages VERSION FOLDER <DUMP\n".utf8))
  exit(64)
}
let dump = try JSONDecoder().decode(Dump.self, from: FileHandle.standardInput.readDataToEndOfFile())
try write(dump.command, version: CommandLine.arguments[1], to: URL(fileURLWithPath: CommandLine.arguments[2]))

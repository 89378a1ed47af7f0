internal import ArgumentParser
internal import SluicePipeline

/// A command that does not exist. ArgumentParser would call its name an unexpected argument; people want to
/// hear which command is spelled like it.
package enum UnknownCommand {
  /// - Parameter arguments: what follows the program's name.
  /// - Returns: the message; nil if every word up to the first option or argument names a command.
  package static func message(for arguments: [String]) -> String? {
    var command: any ParsableCommand.Type = SluiceCommand.self
    var path = "sluice"
    let words = arguments.first == "help" ? arguments.dropFirst() : arguments[...]
    for word in words {
      let known = command.configuration.subcommands
      guard !known.isEmpty, !word.hasPrefix("-") else { return nil }
      if let next = known.first(where: { $0.configuration.commandName == word }) {
        command = next
        path += " " + word
        continue
      }
      let names = known.compactMap { $0.configuration.commandName }
      let hint =
        NearestSpelling.of(word, in: names).map { "Did you mean '\($0)'?" }
        ?? "There are \(NearestSpelling.list(names, "and"))."
      return """
        Error: Unknown command '\(word)'. \(hint)
        Usage: \(path) <subcommand>
          See '\(path) --help' for more information.

        """
    }
    return nil
  }
}

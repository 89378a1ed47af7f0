internal import ArgumentParser
internal import Foundation

/// Where a server's key comes from: the environment, and nowhere else.
struct KeyOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Environment variable with the key, if the server needs one (default: SLUICE_API_KEY). Keys are taken "
        + "from nowhere else.", valueName: "name"))
  var keyVariable: String?

  func validate() throws {
    guard keyVariable?.wholeMatch(of: /[A-Z_][A-Z0-9_]*/) != nil || keyVariable == nil else {
      throw ValidationError(
        "--key-variable is the NAME of an environment variable, in capital letters; never the key itself")
    }
  }

  /// - Returns: nil if no variable was named, and the default one is not there.
  func key() throws -> String? {
    let name = keyVariable ?? "SLUICE_API_KEY"
    guard let key = ProcessInfo.processInfo.environment[name], !key.isEmpty else {
      guard keyVariable == nil else { throw ValidationError("--key-variable: the environment has no \(name)") }
      return nil
    }
    guard key.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
      throw ValidationError(
        "the environment variable \(name) holds a space, a line end or another character that no key has")
    }
    return key
  }
}

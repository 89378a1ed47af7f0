internal import SluiceCore

/// One thing wrong with a policy or recipe file, or with a list it names.
public struct PolicyProblem: Sendable, Hashable, CustomStringConvertible {
  /// The file as the user named it, or the list file that has the problem.
  public var file: String
  /// From 1; 0 if the problem has no place, such as a file that cannot be read.
  public var line: Int
  /// From 1, in Unicode scalars.
  public var column: Int
  /// The path of keys, such as `rules.refusal.when.score`; empty for the file as a whole.
  public var key: String
  /// What is wrong.
  public var message: String
  /// What to write instead.
  public var remedy: String

  /// `policy.yaml:12:14: rules.refusal.when.score: no level is above 5. Levels are 0 to 5.`
  public var description: String {
    let place = line > 0 ? "\(file.shown):\(line):\(column)" : file.shown
    return "\(place): \(key.isEmpty ? "" : key.shown + ": ")\(message.shown). \(remedy.shown)."
  }
}

/// A policy that cannot be used. All problems found are listed, in the order of the file.
public struct PolicyError: Error, Hashable, CustomStringConvertible {
  /// At least one problem.
  public var problems: [PolicyProblem]

  public var description: String { problems.map(\.description).joined(separator: "\n") }
}

internal import SluiceCore
internal import SluicePipeline
internal import Yams

/// Reads `Config/tagging.yaml`, strictly.
struct TagSettingsReader: StrictYAMLReader {
  static let beginning = "Begin with version: 1"
  static let otherNames = ["p": "probability", "threshold": "min_score", "token": "tag", "collisions": "collision"]
  private static let keys = ["version", "tag", "probability", "min_score", "routes", "seed", "collision"]

  let file: String
  var problems: [PolicyProblem] = []

  static func read(_ bytes: [UInt8], file: String) throws(RecipeError) -> TagSettings {
    var reader = TagSettingsReader(file: file)
    let settings = reader.settings(bytes)
    guard let settings, reader.problems.isEmpty else { throw RecipeError(problems: reader.problems) }
    return settings
  }

  private mutating func settings(_ bytes: [UInt8]) -> TagSettings? {
    guard let root = compose(bytes), let fields = fields(of: root, at: "", allowed: Self.keys) else { return nil }
    for key in Self.keys where fields[key] == nil {
      report(root, key, "the key is missing", "sluice tag --help and docs/mixing.md explain it")
    }
    guard problems.isEmpty else { return nil }
    checkVersion(fields["version"]!)
    let tag = text(fields["tag"]!, at: "tag") ?? ""
    if let problem = TagSettings.problem(withTag: tag) { report(fields["tag"]!, "tag", problem, "Choose another tag") }
    return TagSettings(
      tag: tag, probability: number(fields["probability"]!, at: "probability", 0...1) ?? 0,
      minScore: whole(fields["min_score"]!, at: "min_score", 0...5).flatMap { SafetyScore(rawValue: UInt8($0)) }
        ?? .high,
      routes: values(fields["routes"]!, at: "routes").compactMap { route($0) },
      seed: whole(fields["seed"]!, at: "seed", 0...Int.max).map { UInt64($0) } ?? 0,
      collision: choice(fields["collision"]!, at: "collision", "way to handle a collision") ?? .quarantine)
  }

  private mutating func route(_ node: Node) -> Route? {
    guard let route: Route = choice(node, at: "routes", "route") else { return nil }
    guard route != .keep else {
      report(node, "routes", "kept documents are never tagged", "Name recontextualize, refusal or drop")
      return nil
    }
    return route
  }
}

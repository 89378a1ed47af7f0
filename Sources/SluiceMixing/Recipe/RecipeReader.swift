internal import SluiceCore
internal import SluiceIO
internal import SluicePipeline
internal import Yams

/// Reads a recipe, strictly.
struct RecipeReader: StrictYAMLReader {
  static let beginning = "Begin with version: 1 and components:"
  static let otherNames = [
    "origin": "from", "type": "from", "ratio": "share", "weight": "share", "percent": "share", "budget": "tokens",
    "times": "repeat", "repetition": "repeat", "max_repeat": "max_repetition", "start": "begin", "score": "scores",
    "source": "sources", "exclude_sources": "not_sources", "queues": "routes", "parts": "components",
    "shard_size": "shard_bytes", "mix": "components",
  ]
  private static let keys = [
    "version", "seed", "tokens", "bytes_per_token", "shard_bytes", "tag", "tag_collision", "components",
  ]

  /// Each component has counts of its own for every cell of a selection, about 7 MB.
  private static let mostComponents = 100

  let file: String
  var problems: [PolicyProblem] = []
  private var recipe: Recipe

  /// - Throws: `RecipeError` with all problems found.
  static func read(_ bytes: [UInt8], name: String) throws(RecipeError) -> Recipe {
    var reader = RecipeReader(file: name, recipe: Recipe(name: name, sha256: SHA256Digest.hex(of: bytes)))
    if let root = reader.compose(bytes) { reader.readRoot(root) }
    guard reader.problems.isEmpty else { throw RecipeError(problems: reader.problems) }
    return reader.recipe
  }

  private mutating func readRoot(_ root: Node) {
    guard let fields = fields(of: root, at: "", allowed: Self.keys) else { return }
    for key in ["version", "components"] where fields[key] == nil {
      report(root, key, "the key is missing", Self.beginning)
    }
    if let node = fields["version"] { checkVersion(node) }
    if let node = fields["seed"] { recipe.seed = UInt64(whole(node, at: "seed", 0...Int.max) ?? 0) }
    if let node = fields["tokens"] {
      recipe.total =
        node.string == "raw" ? .raw : count(node, at: "tokens").map { .tokens($0) } ?? .open
    }
    if let node = fields["bytes_per_token"] {
      recipe.bytesPerToken = number(node, at: "bytes_per_token", 1...64) ?? 4
    }
    if let node = fields["shard_bytes"] {
      recipe.shardBytes = whole(node, at: "shard_bytes", 1 << 16...1 << 34) ?? recipe.shardBytes
    }
    if let node = fields["tag"], let tag = text(node, at: "tag") {
      if let problem = TagSettings.problem(withTag: tag) { report(node, "tag", problem, "Choose another tag") }
      recipe.tag = tag
    }
    if let node = fields["tag_collision"] {
      recipe.tagCollision = choice(node, at: "tag_collision", "way to handle a collision") ?? .leaveOut
    }
    guard let node = fields["components"] else { return }
    guard case .sequence(let list) = node, !list.isEmpty else {
      report(node, "components", "expected a list", "Write entries such as  - from: kept")
      return
    }
    guard list.count <= Self.mostComponents else {
      report(
        node, "components", "more than \(Self.mostComponents) components",
        "Join components that take documents in the same way")
      return
    }
    for entry in list { if let component = readComponent(entry) { recipe.components.append(component) } }
    checkTogether(node)
  }

  private mutating func readComponent(_ node: Node) -> Recipe.Component? {
    let keys = [
      "name", "from", "share", "tokens", "repeat", "max_repetition", "sources", "not_sources", "scores", "routes",
      "replaced_by", "begin", "end",
    ]
    guard let fields = fields(of: node, at: "components", allowed: keys) else { return nil }
    guard let from = fields["from"] else {
      report(node, "components.from", "the key is missing", "Write from: and what the component is made of")
      return nil
    }
    guard let origin: Recipe.Origin = choice(from, at: "components.from", "origin") else { return nil }
    let name = fields["name"].flatMap { text($0, at: "components.name") } ?? origin.rawValue
    let path = "components.\(name)"
    if !name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }) {
      report(fields["name"] ?? node, path, "a name may have only letters, digits, - and _", "Rename the component")
    }
    var component = Recipe.Component(name: name, origin: origin, amount: .all(times: 1), maxRepetition: 1)
    readAmount(fields, node, path, &component)
    if let list = fields["sources"] { component.sources = names(list, path + ".sources") }
    if let list = fields["not_sources"] { component.notSources = names(list, path + ".not_sources") }
    if let list = fields["replaced_by"] { component.replacedBy = names(list, path + ".replaced_by") }
    if let list = fields["scores"] { component.scores = scores(list, path + ".scores") }
    if let list = fields["routes"] {
      if origin != .raw { report(list, path + ".routes", "only raw reads several queues", "Remove routes") }
      component.routes = values(list, at: path + ".routes").compactMap { choice($0, at: path + ".routes", "route") }
    }
    if let node = fields["begin"] { component.begin = fraction(node, at: path + ".begin") ?? 0 }
    if let node = fields["end"] { component.end = fraction(node, at: path + ".end") ?? 1 }
    if component.begin >= component.end {
      report(node, path, "it ends before it begins", "Make end larger than begin")
    }
    return component
  }

  private mutating func readAmount(
    _ fields: [String: Node], _ node: Node, _ path: String, _ component: inout Recipe.Component
  ) {
    let given = ["share", "tokens", "repeat"].filter { fields[$0] != nil }
    if given.count > 1 {
      report(node, path, "\(given.joined(separator: " and ")) exclude each other", "Keep one of them")
    }
    if let share = fields["share"] {
      component.amount =
        share.string == "rest" ? .rest : .share(fraction(share, at: path + ".share") ?? 0)
    } else if let tokens = fields["tokens"] {
      component.amount = .tokens(count(tokens, at: path + ".tokens") ?? 0)
    } else if let times = fields["repeat"] {
      let times = whole(times, at: path + ".repeat", 1...1000) ?? 1
      component.amount = .all(times: times)
      component.maxRepetition = times
    }
    guard let limit = fields["max_repetition"] else { return }
    component.maxRepetition = whole(limit, at: path + ".max_repetition", 1...1000) ?? 1
    if case .all(let times) = component.amount, times > 1 || fields["repeat"] == nil {
      report(
        limit, path + ".max_repetition", "it only applies to share or tokens",
        "Write repeat: to take every document several times")
    }
  }

  private mutating func names(_ node: Node, _ path: String) -> [String] {
    values(node, at: path).compactMap { text($0, at: path) }
  }

  /// `3`, `1-3`, or a list of such.
  private mutating func scores(_ node: Node, _ path: String) -> Set<SafetyScore> {
    var levels: Set<SafetyScore> = []
    for value in values(node, at: path) {
      guard let text = text(value, at: path) else { continue }
      let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { UInt8($0) }
      guard (1...2).contains(ends.count), let low = ends[0], let high = ends[ends.count - 1], low <= high, high <= 5
      else {
        report(value, path, "expected levels from 0 to 5, such as 0 or 1-3", "Write one level, or a range of levels")
        continue
      }
      for level in low...high { levels.insert(SafetyScore(rawValue: level)!) }
    }
    return levels
  }

  /// Checks what concerns several components together.
  private mutating func checkTogether(_ node: Node) {
    let names = recipe.components.map(\.name)
    for name in Set(names).sorted() where names.filter({ $0 == name }).count > 1 {
      report(node, "components.\(name)", "two components have this name", "Give one of them another name")
    }
    for component in recipe.components {
      for name in component.replacedBy {
        guard let other = recipe.components.first(where: { $0.name == name }) else {
          reportUnknown(node, "components.\(component.name).replaced_by", "component", name, names)
          continue
        }
        guard [.recontextualized, .refusals].contains(other.origin), [.raw, .kept].contains(component.origin) else {
          report(
            node, "components.\(component.name).replaced_by",
            "only recontextualized and refusals can replace documents, and only raw or kept ones", "Remove replaced_by")
          continue
        }
      }
    }
    let rests = recipe.components.filter { $0.amount == .rest }.map(\.name)
    if rests.count > 1 {
      report(node, "components", "only one component can take the rest: \(rests.joined(separator: ", "))", "Keep one")
    }
    if rests.count == 1, recipe.total == .open {
      report(
        node, "components.\(rests[0])", "rest needs a total",
        "Write tokens: at the top, a number or raw (as many as the runs' documents have)")
    }
  }
}

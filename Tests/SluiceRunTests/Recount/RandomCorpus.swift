import SluicePipeline
import TestSupport

/// Random shards and random policies for them.
struct RandomCorpus {
  var random: SeededGenerator

  private static let words = ["alpha", "beta", "gamma", "delta", "é", "river", "stone", "omega", "lantern", "moss"]

  mutating func draw(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }

  /// One shard's lines: documents, bad lines and blank ones.
  mutating func shard(lines: Int, sources: Int) -> String {
    (0..<lines).map { number in
      switch draw(25) {
      case 0: return "not json"
      case 1: return "[1]"
      case 2: return "{\"id\":\"x\"}"
      case 3: return ""
      default: return document(number, sources: sources)
      }
    }.joined(separator: "\n") + "\n"
  }

  private mutating func document(_ number: Int, sources: Int) -> String {
    let count = [0, 1, 3, 9, 30, 200][draw(6)]
    var words = (0..<count).map { _ in Self.words[draw(Self.words.count)] }
    if draw(3) > 0 { words.append("n\(draw(10_000))") }
    var line = "{\"text\":\"\(words.joined(separator: draw(2) == 0 ? " " : "  "))\""
    if draw(4) > 0 { line += ",\"id\":\"id\(draw(40))\"" }
    if draw(4) > 0 { line += ",\"source\":\"s\(draw(sources))\"" }
    if draw(3) == 0 { line += ",\"url\":\"https://\(["good", "bad"][draw(2)]).example/\(number)\"" }
    return line + "}"
  }

  /// A policy that its reader accepts.
  mutating func policy() -> Policy {
    while true {
      let rules = (0...draw(4)).map { rule($0) } + ["  - {name: rest, route: \(route())}"]
      let yaml = "version: 1\nrules:\n" + rules.joined(separator: "\n") + "\n"
      if let policy = try? Policy(yaml: yaml, name: "random") { return policy }
    }
  }

  private mutating func route() -> String { ["keep", "recontextualize", "refusal", "drop", "quarantine"][draw(5)] }

  private mutating func rule(_ number: Int) -> String {
    var when: [String] = []
    if draw(4) > 0 { when.append("score: \"\(["== 0", ">= 1", ">= 3", ">= 4", "<= 2"][draw(5)])\"") }
    for _ in 0..<draw(3) { when.append(condition()) }
    if when.isEmpty { when.append(condition()) }
    let unless = draw(4) == 0 ? ", not: {\(condition())}" : ""
    return "  - {name: r\(number), when: {\(when.joined(separator: ", "))}\(unless), route: \(route())}"
  }

  private mutating func condition() -> String {
    switch draw(11) {
    case 0: "terms: [alpha, beta]"
    case 1: "terms: {values: [gamma, delta], min_hits: 2}"
    case 2: "url: {domains: [bad.example]}"
    case 3: "words: {max: 5}"
    case 4: "bytes: {min: 20}"
    case 5: "source: [s0, s1]"
    case 6: "id: [id1, id2, id3, id4]"
    case 7: "language: unsupported"
    case 8: "stance: topical"
    case 9: "probability: {at_least: 3, min: 0.5}"
    default: "expected: {min: 1.5}"
    }
  }
}

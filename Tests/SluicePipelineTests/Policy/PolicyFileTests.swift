import Foundation
import SluiceCore
import SluicePipeline
import Testing

/// Policies on disk, with list files beside them.
struct PolicyFileTests {
  private func withFolder(_ files: [String: String], _ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("policy-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files {
      let file = folder.appendingPathComponent(name)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    try body(folder.path)
  }

  private let policy = """
    version: 1
    rules:
      - name: blocked
        when: {id: {file: lists/ids.txt, values: [inline]}}
        route: drop
      - {name: end, route: keep}
    """

  @Test func listFilesLieBesideThePolicy() throws {
    try withFolder(["policy.yaml": policy, "lists/ids.txt": "\u{feff}# ids\r\n\r\n  a b \r\nc"]) { folder in
      let policy = try Policy.load(path: folder + "/policy.yaml")
      for id in ["a b", "c", "inline"] { #expect(policy.rule(.init(id: id)) == "blocked") }
      for id in ["a", "# ids", ""] { #expect(policy.rule(.init(id: id)) == "end") }
    }
  }

  @Test func aByteOrderMarkBelongsToTheFile() throws {
    try withFolder(["policy.yaml": "\u{feff}" + policy, "plain.yaml": policy, "lists/ids.txt": "a"]) { folder in
      let marked = try Policy.load(path: folder + "/policy.yaml")
      #expect(try marked.digest == Policy.load(path: folder + "/plain.yaml").digest && marked.rules.count == 2)
    }
  }

  @Test func listsStayBelowThePolicysFolder() throws {
    let files = [
      "p/policy.yaml": policy, "p/lists/ids.txt": "a", "p/up.yaml": policy.replacing("lists/ids", with: "../outside"),
      "p/there-and-back.yaml": policy.replacing("lists/ids", with: "lists/../lists/ids"),
      "p/link.yaml": policy.replacing("lists/ids", with: "link"),
      "p/way.yaml": policy.replacing("lists/ids", with: "way/ids"),
      "p/inside.yaml": policy.replacing("lists/ids", with: "inside"), "outside.txt": "a", "p-2/ids.txt": "a",
    ]
    try withFolder(files) { folder in
      let manager = FileManager.default
      try manager.createSymbolicLink(atPath: folder + "/p/link.txt", withDestinationPath: "../outside.txt")
      try manager.createSymbolicLink(atPath: folder + "/p/way", withDestinationPath: folder + "/p-2")
      try manager.createSymbolicLink(atPath: folder + "/p/inside.txt", withDestinationPath: "lists/ids.txt")
      for name in ["policy", "there-and-back", "inside"] { _ = try Policy.load(path: "\(folder)/p/\(name).yaml") }
      for name in ["up", "link", "way"] {
        let error = try #require(throws: PolicyError.self) { try Policy.load(path: "\(folder)/p/\(name).yaml") }
        #expect(error.problems[0].message.contains("not below the policy file's folder"), "\(name): \(error)")
      }
      let absolute = policy.replacing("lists/ids.txt", with: folder + "/p/lists/ids.txt")
      try Data(absolute.utf8).write(to: URL(fileURLWithPath: folder + "/p/absolute.yaml"))
      _ = try Policy.load(path: folder + "/p/absolute.yaml")
      try Data(absolute.utf8).write(to: URL(fileURLWithPath: folder + "/p-2/absolute.yaml"))
      #expect(throws: PolicyError.self) { try Policy.load(path: folder + "/p-2/absolute.yaml") }
    }
  }

  @Test func digestFollowsMeaningAndListsButNotComments() throws {
    var digests: [String] = []
    let files = [
      [policy, "a\nb"], ["# note\n" + policy + "\n", "a\n\n# more\nb\n"], [policy, "a\nc"],
      [policy.replacing("drop", with: "refusal"), "a\nb"],
    ]
    for pair in files {
      try withFolder(["policy.yaml": pair[0], "lists/ids.txt": pair[1]]) { folder in
        digests.append(try Policy.load(path: folder + "/policy.yaml").digest)
      }
    }
    #expect(digests[0] == digests[1] && Set(digests).count == 3)
    #expect(digests[0].count == 64)
  }

  @Test(arguments: [nil, "# nothing\n\n", "\u{0}folder"])
  func missingOrEmptyListIsAnErrorAtItsLine(_ list: String?) throws {
    var files = ["policy.yaml": policy]
    if let list { files[list.hasPrefix("\u{0}") ? "lists/ids.txt/x" : "lists/ids.txt"] = list }
    try withFolder(files) { folder in
      let error = try #require(throws: PolicyError.self) { try Policy.load(path: folder + "/policy.yaml") }
      #expect(error.problems.map(\.line) == [4])
      #expect(error.problems[0].key == "rules.blocked.when.id.file")
      #expect(error.problems[0].message.contains("lists/ids.txt"))
    }
  }

  @Test func missingPolicyAndBytesThatAreNotUTF8AreErrors() throws {
    let missing = try #require(throws: PolicyError.self) { try Policy.load(path: "/no/such/policy.yaml") }
    #expect(missing.description.hasPrefix("/no/such/policy.yaml: "))
    try withFolder(["policy.yaml": ""]) { folder in
      try Data([0x61, 0x3A, 0x0A, 0xFF, 0x0A]).write(to: URL(fileURLWithPath: folder + "/policy.yaml"))
      let error = try #require(throws: PolicyError.self) { try Policy.load(path: folder + "/policy.yaml") }
      #expect(error.problems.map(\.line) == [2])
    }
  }

  /// Promise: two labels are one only if their bytes are equal, in the policy as in the model.
  @Test func labelsOfDifferentBytesAreTwo() throws {
    let yaml =
      "version: 1\nlabels: {caf\u{E9}: 1, cafe\u{301}: 4, K: 2, \u{212A}: 3}\nrules: [{name: end, route: keep}]"
    let labels = try #require(try Policy(yaml: yaml, name: "p").labelMap)
    #expect(labels.count == 4 && labels["caf\u{E9}"]?.score == .minimal && labels["cafe\u{301}"]?.score == .clear)
    #expect(labels["K"]?.score.rawValue == 2 && labels["\u{212A}"]?.score.rawValue == 3)
    let twice = "version: 1\nlabels: {caf\u{E9}: 1, caf\u{E9}: 4}\nrules: [{name: end, route: keep}]"
    #expect { try Policy(yaml: twice, name: "p") } throws: { "\($0)".contains("caf\u{E9}: the key occurs twice") }
  }

  /// A list's keys are bytes as well.
  @Test func aListNamesOneOfTwoTwins() throws {
    let yaml = "version: 1\nrules: [{name: a, when: {source: caf\u{E9}}, route: drop}, {name: end, route: keep}]"
    let policy = try Policy(yaml: yaml, name: "p")
    #expect(policy.explanation.utf8.elementsEqual(policy.explanation.utf8) && policy.explanation.contains("caf"))
    let other = yaml.replacingOccurrences(of: "caf\u{E9}", with: "cafe\u{301}", options: .literal)
    #expect(try Policy(yaml: other, name: "p").digest != policy.digest)
  }

  @Test func labelsAndThresholdsAreExposed() throws {
    let policy = try Policy(
      yaml: """
        version: 1
        thresholds: {1: 0.5, 2: 0.5, 3: 0.4, 4: 0.3, 5: 1}
        labels: {__label__hq: 0, __label__bad: {score: 5, stance: harmful}}
        rules: [{name: end, route: refusal}]
        """, name: "p")
    #expect(policy.cuts == ScoreCuts([5000, 5000, 4000, 3000, 10_000]))
    #expect(
      policy.labelMap == ["__label__hq": .init(score: .safe), "__label__bad": .init(score: .high, stance: .harmful)])
    #expect(Policy.default.cuts == nil)
  }
}

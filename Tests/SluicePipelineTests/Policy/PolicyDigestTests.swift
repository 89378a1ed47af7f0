import Foundation
import SluicePipeline
import TestSupport
import Testing

/// A run is bound to its policy's digest, so the digest of a given policy must never change.
struct PolicyDigestTests {
  /// Every predicate with every option.
  static let everything = """
    version: 1
    thresholds: {1: 0.5, 2: 0.45, 3: 0.4, 4: 0.6, 5: 0.9001}
    labels:
      __label__toxic: {score: 4, category: harassment_hate, stance: harmful}
      __label__fine: 0
    rules:
      - name: lists
        when:
          source: {exact: [forum, chat], glob: "cc-*"}
          id: {values: [1, x-2], file: ids.txt}
          url: {exact: "https://example.org/a", exact_file: urls.txt, domains: [Example.com], domains_file: domains.txt}
          terms: {values: [owl, red fox], file: terms.txt, min_hits: 2, distinct: true, fold_lookalikes: true}
        route: drop
      - name: numbers
        when:
          score: [1, 3]
          probability: {at_least: 4, min: 0.25, max: 0.9}
          expected: "< 2.5"
          category: [violence, none]
          stance: [topical, none]
          language: supported
          bytes: {min: 100}
          words: 7
          not: {category: [privacy, advice], stance: topical, source: wiki, terms: [a, b]}
        route: recontextualize
      - {name: low, when: {probability: {at_most: 1, max: 0.5}}, route: quarantine}
      - {name: one-level, when: {score: ">= 2", probability: {level: 5, min: 0.3}}, route: drop}
      - {name: end, route: refusal}
    """

  private func everything() throws -> Policy {
    let scratch = try Scratch()
    try scratch.write("a\nb c\n", to: "ids.txt")
    try scratch.write("# none\nhttps://example.org/b\n", to: "urls.txt")
    try scratch.write("example.net\n", to: "domains.txt")
    try scratch.write("lynx\n", to: "terms.txt")
    return try Policy(yaml: Self.everything, name: "p", folder: scratch.file(""))
  }

  @Test func everyPredicateCountsAsItAlwaysDid() throws {
    let policy = try everything()
    #expect(policy.digest == "f9dbcabf0a30c6167d0cc95921fafb9736465c5a0f815d531f1de5b9f8898663")
    #expect(
      policy.neighbours.map { "\($0.label): \($0.policy.digest.prefix(16))" } == [
        "one-level from 1 (instead of 2): 9d1e8f7ad8097a07", "one-level from 3 (instead of 2): da0f06e2669d4e4e",
        "numbers only with p >= 0.5: 46a0dfd572c123c9", "numbers only with p >= 0.7: 4c9a710e2c5a5e6a",
        "numbers only with p >= 0.9: cabe62247960f013", "one-level only with p >= 0.5: 5c3a988a1b294acd",
        "one-level only with p >= 0.7: f3e50a63c10ec52c", "one-level only with p >= 0.9: d6315a8111b166bd",
      ])
  }

  @Test func theBuiltInAndTheSamplePolicyCountAsTheyAlwaysDid() throws {
    #expect(Policy.default.digest == "48f03ae2e805665a66e616140edcb22bed9f96ac33830ba106bed397f1b5ec9b")
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../..")
    let sample = try Policy.load(path: root.appendingPathComponent("Examples/sample/policy.yaml").path)
    #expect(sample.digest == "ecff07e87713542dcb470eb225e69472d08792068033f541799fb04850468b2e")
  }

  /// The first half of the digest of `Policy.matching` with each condition of `PolicyPredicateTests`.
  static let digests: [String: String] = [
    "{score: 3}": "f170b9193d5c053c46c6cbbb2fbf3fc5",
    "{score: [1, 3]}": "ca5352d505ebdf57b5e2534510e52d1e",
    "{score: '>= 4'}": "b925fb3b532fce175cd00ff2552ca843",
    "{score: '> 4'}": "a29feb50269b9170cd4590351b43fb50",
    "{score: '<=2'}": "18938547c72685717f1a9d1f71c48a8a",
    "{score: {min: 1, max: 3}}": "49e9fab7b6b4113d9ef89ef8f210dfb3",
    "{score: '>= 4', probability: {at_least: 4, min: 0.9}}": "ca1c3fa3e550691e3de6d8653ffbea69",
    "{probability: {level: 5, min: 0.5}}": "a28564b92d44f0204f57900c24a36d09",
    "{probability: {at_most: 0, max: 0.05}}": "9a9653701087aec77cb18cf6c6d75631",
    "{expected: '>= 4'}": "ee1a2b8c0eb2e2df23c44059b413d6ac",
    "{expected: {min: 0.5, max: 2.5}}": "f51d28207bea6a5ff8160334bfa78feb",
    "{category: [violence, sexual]}": "3d4d9ccb035d0a9e342d2014181a59b3",
    "{category: none}": "f653fbc33d01d23e98e9bd66db03e8dd",
    "{stance: harmful}": "379f2df1efa9dedfc7c13e03fe3e2957",
    "{language: unsupported}": "b84f6d84fa17b4c54f0c1b4328bb431e",
    "{source: [reddit, forum]}": "3574718acf5a2b78bddf213ed061086c",
    "{source: {exact: a, glob: ['cc-*', 'x?z']}}": "032a8851c9ea54c3c4f94664f60ff45f",
    "{bytes: '< 5'}": "bbd4150c8720ec5b185d1509621812e1",
    "{words: {min: 3}}": "c20bdf9b6a5a067a67dd9234bbb81c6f",
    "{id: [7, x-1]}": "11f1951453a6d425291781405cb3b979",
    "{url: {exact: 'https://example.org/a', domains: [Example.com]}}": "76be039336b74be858b0934df4686be3",
    "{terms: {values: [red fox, owl], min_hits: 2}}": "d358b5b2dd5bc88a7ef68866fe1441ce",
    "{terms: {values: [fox, owl], min_hits: 2, distinct: true}}": "43f9f36b8d203734608b10e2c5822862",
    "{category: violence, not: {stance: topical, score: '<= 3'}}": "ed21e271f899eed2b93fad895a593f62",
    "{not: {source: wiki}}": "07bca57f72db8908640b8b6cc9c7e281",
  ]

  @Test(arguments: digests)
  func aConditionCountsAsItAlwaysDid(_ when: String, _ digest: String) throws {
    #expect(try Policy.matching(when).digest.prefix(32) == digest)
  }

  /// Values of each predicate that ask for different things, down to the last option.
  static let differing: [String: [String]] = [
    "score": ["3", "4", "[3, 5]", "{min: 3}"],
    "probability": [
      "{at_least: 4, min: 0.5}", "{at_least: 4, max: 0.5}", "{at_least: 3, min: 0.5}", "{at_most: 4, min: 0.5}",
      "{level: 4, min: 0.5}", "{level: 4, min: 0.5, max: 0.6}", "{level: 4, min: 0.5001}",
    ],
    "expected": ["{min: 1}", "{max: 1}", "{min: 1, max: 2}", "{min: 1.0001}"],
    "category": ["sexual", "violence", "[sexual, violence]"],
    "stance": ["harmful", "topical", "[harmful, topical]"],
    "language": ["supported", "unsupported"],
    "bytes": ["{min: 1}", "{max: 1}", "{min: 1, max: 2}"],
    "words": ["{min: 1}", "{max: 1}", "{min: 1, max: 2}"],
    "source": ["a", "b", "[a, b]", "{glob: a}", "{exact: a, glob: b}", "{exact: b, glob: a}"],
    "id": ["a", "b", "[a, b]"],
    "url": ["{exact: a}", "{exact: b}", "{domains: a}", "{exact: a, domains: b}", "{exact: b, domains: a}"],
    "field": [
      "{path: a, is: 1}", "{path: b, is: 1}", "{path: a, is: '1'}", "{path: a, is: [1, 2]}", "{path: a, is: true}",
      "{path: a, is: 'true'}", "{path: a, at_least: 1}", "{path: a, above: 1}", "{path: a, at_most: 1}",
      "{path: a, below: 1}", "{path: a, at_least: 1, at_most: 2}", "{path: a, present: true}",
      "{path: a, present: false}", "[{path: a, is: 1}, {path: b, is: 1}]", "{path: a.b, is: 1}",
      "{path: '\"a.b\"', is: 1}",
    ],
    "terms": [
      "a", "[a, b]", "{values: [a, b], min_hits: 2}", "{values: [a, b], min_hits: 2, distinct: true}",
      "{values: [a, b], fold_lookalikes: true}",
    ],
  ]

  /// A predicate that leaves out of its canonical form what it asks for would let a changed policy pass for the old one.
  @Test(arguments: Policy.predicateKeys)
  func policiesThatAskForDifferentThingsHaveDifferentDigests(_ key: String) throws {
    let values = try #require(Self.differing[key], "list values of the new predicate here")
    let digests = try values.flatMap { value in
      try [Policy.matching("{\(key): \(value)}"), Policy.matching("{not: {\(key): \(value)}}")].map(\.digest)
    }
    #expect(Set(digests).count == digests.count)
  }

  @Test func severalListsOfTermsAndAReasonCount() throws {
    func digest(_ terms: String, _ end: String) throws -> String {
      try Policy(
        yaml: "version: 1\nrules:\n  - {name: a, when: {terms: \(terms)}, \(end)}\n  - {name: b, route: keep}\n",
        name: "p"
      ).digest
    }
    let plain = try digest("[owl]", "route: quarantine")
    #expect(try digest("[{values: [owl]}]", "route: quarantine") == plain)
    #expect(try digest("[owl]", "route: quarantine, reason: policy") == plain)
    let several = try digest(
      "[{values: [owl]}, {values: [fox], min_hits: 2}]", "route: quarantine, reason: needs-a-person")
    #expect(several == "c24544e96dcfe4c008b03c19de7dfa71f4c5e74ca8251b4bfd26d80abd050e61")
    #expect(try digest("[{values: [owl]}]", "route: quarantine, reason: needs-a-person") != plain)
  }
}

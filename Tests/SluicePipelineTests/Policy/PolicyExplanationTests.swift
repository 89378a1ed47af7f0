import SluicePipeline
import Testing

struct PolicyExplanationTests {
  @Test func everyPredicateHasItsWords() throws {
    let policy = try Policy(
      yaml: """
        version: 1
        thresholds: {1: 0.5, 2: 0.45, 3: 0.4, 4: 0.6, 5: 0.9001}
        labels:
          __label__toxic: {score: 4, category: harassment_hate, stance: harmful}
          __label__fine: 0
        rules:
          - name: lists
            when:
              source: {exact: forum, glob: "cc-*"}
              id: [1, 2]
              url: {exact: "https://example.org/a", domains: [example.com, example.net]}
              terms: {values: [owl, fox], min_hits: 2, distinct: true}
            route: drop
          - name: numbers
            when:
              score: [1, 3]
              probability: {at_least: 4, min: 0.25, max: 0.9}
              expected: "< 2.5"
              bytes: {min: 100}
              words: 7
              not: {category: [privacy, advice], stance: topical}
            route: recontextualize
          - name: end
            route: refusal
        """, name: "p.yaml")
    #expect(
      policy.explanation == """
        Policy p.yaml (sha256 \(policy.digest.prefix(12)))

        Rules are tried in order; the first that matches decides.
          1. lists: drop if the source is forum or looks like cc-*, the id is 1 or 2, the URL is \
        https://example.org/a or is in example.com or example.net and the text contains at least 2 different hits of \
        owl or fox.
          2. numbers: recontextualize if the score is 1 or 3, the probability of a score of 4 or higher is from 0.25 \
        to 0.9, the expected score is at most 2.4999, the text's length in bytes is at least 100 and the number of \
        words is 7, unless the category is privacy or advice and the stance is topical.
          3. end: send everything else to refusal.

        By score alone: 0-5 refusal.
        Levels are decided by this policy, not by the model: 1 from p >= 0.5, 2 from p >= 0.45, 3 from p >= 0.4, \
        4 from p >= 0.6, 5 from p >= 0.9001.
        Labels of other classifiers:
          __label__fine is score 0
          __label__toxic is score 4 (harassment_hate, harmful)
        Dropped by this policy: documents that lists matches; they are written to drop/ with their scores.
        Quarantined by this policy: nothing.

        """)
  }
}

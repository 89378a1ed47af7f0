import SluiceCore
import SluicePipeline
import Testing

/// Promises of the policy built into the program.
struct PolicyDefaultTests {
  @Test func scoresGoWhereTheDesignSays() {
    #expect(
      (0...5).map { Policy.default.destination(.init(score: $0)) }
        == ["keep", "recontextualize", "recontextualize", "recontextualize", "refusal", "refusal"])
  }

  @Test func failClosedNothingButScoreZeroIsKept() {
    for score in 1...5 {
      for category in Category.allCases {
        for stance in Stance.allCases {
          for language in Language.allCases {
            let document = PolicyDocument(score: score, category: category, stance: stance, language: language)
            #expect(Policy.default.destination(document) != "keep")
          }
        }
      }
    }
  }

  @Test func unsupportedLanguageIsQuarantinedNotKept() {
    PolicyDocument(language: .unsupported).withInput {
      #expect(Policy.default.route($0).destination == .quarantine(.policy))
    }
  }

  @Test func onlySexualContentWithWordsForMinorsIsDropped() {
    let text = "The under-age child"
    #expect(Policy.default.destination(.init(score: 3, category: .sexual, text: text)) == "drop")
    #expect(Policy.default.destination(.init(score: 2, category: .sexual, text: text)) == "recontextualize")
    #expect(Policy.default.destination(.init(score: 5, category: .violence, text: text)) == "refusal")
    #expect(Policy.default.destination(.init(score: 3, category: .sexual, text: "A child")) == "recontextualize")
  }

  @Test func explanationReadsAsWritten() {
    let digest = Policy.default.digest.prefix(12)
    #expect(
      Policy.default.explanation == """
        Policy default (sha256 \(digest))

        Rules are tried in order; the first that matches decides.
          1. sexual-content-with-minors: drop if the score is 3 to 5, the category is sexual and the text contains at \
        least 2 hits of the 37 terms in terms/minors.txt, look-alike letters folded.
          2. unsupported-language: quarantine if the language is unsupported.
          3. refusal: send to refusal if the score is 4 or 5.
          4. keep: keep if the score is 0.
          5. recontextualize: recontextualize everything else.

        By score alone: 0 keep, 1-3 recontextualize, 4-5 refusal.
        Levels are decided by the model's own thresholds.
        Dropped by this policy: documents that sexual-content-with-minors matches; they are written to drop/ with \
        their scores.
        Quarantined by this policy: documents that unsupported-language matches; they are kept byte for byte in \
        quarantine/, to be run again.

        """)
  }
}

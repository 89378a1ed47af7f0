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

  /// Sentences of laws and lessons: mild, and with the words that the rules ask for.
  static let withBothWords = [
    "The law protects children from sexual advertising.", "Sexual content is not for minors!",
    "s\u{435}xual content: not for m1nors", "Lessons for a 9-year-old must not show nudity.",
    "SEXUAL-CONTENT rules in PRIMARY SCHOOL",
  ]

  @Test(arguments: withBothWords)
  func sexualWordsAndMinorsAreLeftToPeopleAtEveryLevel(_ text: String) {
    for score in 0...5 {
      for stance in Stance.allCases {
        for category in Category.allCases {
          PolicyDocument(score: score, category: category, stance: stance, text: text).withInput {
            #expect(Policy.default.route($0).destination == .quarantine(.needsAPerson))
          }
        }
      }
    }
  }

  @Test(arguments: 0...5)
  func sexualContentAndMinorsIsLeftToPeopleAtEveryLevel(_ score: Int) {
    for stance in Stance.allCases {
      PolicyDocument(score: score, category: .sexual, stance: stance, text: "A child.").withInput {
        #expect(Policy.default.route($0).destination == .quarantine(.needsAPerson))
      }
      PolicyDocument(score: score, category: .violence, stance: stance, text: "A child.").withInput {
        #expect(Policy.default.route($0).destination != .quarantine(.needsAPerson))
      }
    }
  }

  @Test func lawMedicineAndNewsAreKeptOnlyWhereTheirScoreSaysKeep() {
    let text = "The court, its judges and the lawmakers: a statute on sexual offences against children."
    for category in [Category.none, .sexual] {
      #expect(Policy.default.destination(.init(category: category, stance: .topical, text: text)) == "keep")
      for (score, stance) in [(0, Stance.none), (0, .harmful), (1, .topical), (3, .topical), (5, .topical)] {
        let document = PolicyDocument(score: score, category: category, stance: stance, text: text)
        #expect(Policy.default.destination(document) == "quarantine")
      }
    }
  }

  @Test func eitherWordAloneDoesNotCallForAPerson() {
    for text in ["Lessons on sexual health for adults.", "Children play in the garden.", "minor changes", ""] {
      #expect(Policy.default.destination(.init(text: text)) == "keep")
    }
  }

  @Test func explanationReadsAsWritten() {
    let digest = Policy.default.digest.prefix(12)
    #expect(
      Policy.default.explanation == """
        Policy default (sha256 \(digest))

        Rules are tried in order; the first that matches decides.
          1. sexual-content-with-minors: leave to people if the category is sexual and the text contains at least 1 hit \
        of the 715 terms in terms/minors.txt, look-alike letters folded, unless the score is 0, the stance is topical \
        and the text contains at least 4 different hits of the 129 terms in terms/law-medicine-news.txt.
          2. sexual-words-with-minors: leave to people if the text contains at least 1 hit of the 258 terms in \
        terms/sexual.txt, look-alike letters folded and the text contains at least 1 hit of the 715 terms in \
        terms/minors.txt, look-alike letters folded, unless the score is 0, the stance is topical and the text \
        contains at least 4 different hits of the 129 terms in terms/law-medicine-news.txt.
          3. unsupported-language: quarantine if the language is unsupported.
          4. refusal: send to refusal if the score is 4 or 5.
          5. keep: keep if the score is 0.
          6. recontextualize: recontextualize everything else.

        By score alone: 0 keep, 1-3 recontextualize, 4-5 refusal.
        Levels are decided by the model's own thresholds.
        Dropped by this policy: nothing.
        Quarantined by this policy: documents that unsupported-language matches; they are kept byte for byte in \
        quarantine/, to be run again.
        Left to people by this policy: documents that sexual-content-with-minors or sexual-words-with-minors matches; \
        they are kept in quarantine/, and no language model sees them.

        """)
  }
}

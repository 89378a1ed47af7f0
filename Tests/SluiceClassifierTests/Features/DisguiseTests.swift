import SluiceCore
import Testing

/// Cheap tricks seen on the web do not change what a text scores.
struct DisguiseTests {
  static let plain = "you are an idiot and a stupid loser"

  static let disguises: [(trick: String, text: String)] = [
    ("capitals", "You Are An iDiOt And A StUpId LoSeR"),
    ("leetspeak", "you are an 1diot and a stup1d l0ser"),
    ("signs", "you are an id!ot and a $tupid lo$er"),
    ("zero-width", "you are an id\u{200B}iot and a stu\u{200D}pid lo\u{2060}ser"),
    ("soft hyphens", "you are an id\u{AD}iot and a stu\u{AD}pid lo\u{AD}ser"),
    ("Cyrillic look-alikes", "you are an idi\u{43E}t and a stup\u{456}d l\u{43E}s\u{435}r"),
    ("Greek look-alikes", "you are an idi\u{3BF}t and a stup\u{3B9}d l\u{3BF}ser"),
    ("full width", "you are an ｉｄｉｏｔ and a ｓｔｕｐｉｄ ｌｏｓｅｒ"),
    ("mathematical letters", "you are an 𝐢𝐝𝐢𝐨𝐭 and a 𝒔𝒕𝒖𝒑𝒊𝒅 loser"),
    ("accents", "you are an ídïöt and a stüpíd lösér"),
    ("combining marks", "you are an i\u{301}d\u{302}iot and a stu\u{308}pid lo\u{336}ser"),
    ("spaced letters", "you are an i d i o t and a s.t.u.p.i.d l.o.s.e.r"),
    ("dashed letters", "you are an i-d-i-o-t and a s_t_u_p_i_d loser"),
    ("entities", "you are an &#105;diot and a stu&#x70;id los&#101;r"),
    ("invisible entities", "you are an id&shy;iot and a stu&zwnj;pid lo&#8203;ser"),
  ]

  @Test(arguments: disguises.indices) func disguisedTextScoresAsPlainText(_ index: Int) {
    let (trick, text) = Self.disguises[index]
    let plain = BuiltIn.assess(Self.plain)
    let disguised = BuiltIn.assess(text)
    #expect(plain.score >= .minimal, "the plain text must alarm for the test to mean something")
    #expect(disguised.score == plain.score, "\(trick)")
    #expect(abs(disguised.probabilities.expected - plain.probabilities.expected) < 0.35, "\(trick)")
  }

  @Test func lettersBeyondTheLongestWordAreCoveredAndHarmNothing() {
    let long = String(repeating: "a", count: 5000)
    let found = BuiltIn.assess("\(long) \(BuiltIn.insult) \(long)")
    #expect(found.scoredBytes == 10_000 + 2 + BuiltIn.insult.utf8.count)
    #expect(found.score >= .minimal)
  }

  @Test func initialsAndNumbersAreNotJoined() {
    #expect(
      BuiltIn.assess("Written by J. R. R. Tolkien, printed in the U.S.A. in 1954, 2nd edition, mp3 included.").score
        == .safe)
  }
}

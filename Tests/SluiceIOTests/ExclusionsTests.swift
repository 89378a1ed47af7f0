import SluiceCore
import SluiceIO
import Testing

/// Promise: `--exclude` leaves out what its pattern says, and nothing else.
struct ExclusionsTests {
  @Test(arguments: [
    ("*.bak", "a.bak", true), ("*.bak", "web/b.bak", true), ("*.bak", "a.bak.jsonl", false),
    ("old", "web/old/a.jsonl", true), ("old", "older/a.jsonl", false), ("old", "old", true),
    ("web/*", "web/a.jsonl", true), ("web/*", "web/b/c.jsonl", true), ("web/*", "more/web/a.jsonl", false),
    ("web/2019-*/**", "web/2019-05/a/b.jsonl", true), ("web/2019-*/**", "web/2020/a.jsonl", false),
    ("**/tmp/*", "a/b/tmp/c.jsonl", true), ("**/tmp/*", "tmp/c.jsonl", true), ("**/tmp/*", "a/tmp", false),
    ("**/tmp/*", "a/tmpx/c.jsonl", false), ("/web/a.jsonl", "web/a.jsonl", true), ("web/", "web/a.jsonl", true),
    ("e\u{301}*", "\u{e9}.jsonl", false), ("e\u{301}*", "e\u{301}.jsonl", true),
  ]) func aPatternMatchesNamesOrPaths(_ pattern: String, _ path: String, _ matches: Bool) {
    #expect(Exclusions([pattern]).contain(Name(path)) == matches)
  }

  @Test func onePatternOfManyIsEnough() {
    #expect(Exclusions(["x", "*.txt"]).contain("notes.txt") && !Exclusions([]).contain("notes.txt"))
  }
}

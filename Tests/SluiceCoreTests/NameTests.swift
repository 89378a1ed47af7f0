import SluiceCore
import Testing

/// Promise: two names are one only if their bytes are equal.
struct NameTests {
  @Test(arguments: [
    ("caf\u{E9}", "cafe\u{301}"), ("K", "\u{212A}"), ("\u{AC00}", "\u{1100}\u{1161}"), ("a", "a\u{0}"), ("", "\u{0}"),
  ])
  func equalLettersOfDifferentBytesAreTwoNames(_ one: String, _ other: String) {
    #expect(Name(one) != Name(other))
    #expect(Set([Name(one), Name(other)]).count == 2)
    #expect((Name(one) < Name(other)) != (Name(other) < Name(one)))
  }

  @Test func namesSortByTheirBytes() {
    let names = ["b", "a", "cafe\u{301}", "caf\u{E9}", "", "Z"].map { Name($0) }
    #expect(names.sorted().map(\.text.utf8.count) == [0, 1, 1, 1, 6, 5])
  }

  @Test func equalBytesAreOneNameHoweverTheStringWasMade() {
    let whole = "data/" + String(repeating: "caf\u{E9}", count: 10)
    let joined = ["data/"] + Array(repeating: "caf\u{E9}", count: 10)
    #expect(Name(whole) == Name(joined.joined()) && Name(whole).hashValue == Name(joined.joined()).hashValue)
  }
}

/// Promise: names are cut between bytes, whatever letters their scalars form.
struct NamePartsTests {
  private let name: Name = "a/\u{301}b\u{308}/c\u{301}.jsonl"

  @Test func aSlashBeforeACombiningMarkSeparates() {
    #expect(name.split("/") == ["a", "\u{301}b\u{308}", "c\u{301}.jsonl"])
    #expect(name.lastPart == "c\u{301}.jsonl" && name.parent == "a/\u{301}b\u{308}")
    #expect(name.ancestors == ["a", "a/\u{301}b\u{308}"])
  }

  @Test func suffixesAndPrefixesAreBytes() {
    #expect(name.removing(suffix: ".jsonl") == "a/\u{301}b\u{308}/c\u{301}")
    #expect(name.removing(suffixInAnyCase: ".JSONL") == "a/\u{301}b\u{308}/c\u{301}")
    #expect(name.removing(prefix: "a/") == "\u{301}b\u{308}/c\u{301}.jsonl")
    #expect(!Name("caf\u{E9}").hasPrefix("cafe\u{301}") && !Name("\u{212A}").hasSuffix("K"))
  }

  @Test func sourcesOfDifferentBytesAreCountedApart() {
    var totals = Totals()
    for source: Name in ["caf\u{E9}", "cafe\u{301}", "K", "\u{212A}"] {
      totals.add(
        Totals.Key(source: source, score: .safe, route: .keep, category: .none, stance: .none, language: .supported),
        Totals.Count(documents: 1))
    }
    #expect(totals.counts.count == 4)
  }
}

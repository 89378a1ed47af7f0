import SluicePipeline
import Testing

/// A domain block covers the domain and everything below it, however the URL is written.
struct PolicyURLTests {
  @Test(arguments: [
    "https://example.org", "http://www.example.org/a", "HTTPS://Example.ORG.:8443/?q", "//a.b.example.org#x",
    "example.org/path", "https://user:pw@example.org/", "https://x@y@example.org", "https:\\\\example.org\\a",
    " https://example.org ", "ftp://example.org",
  ])
  func coversTheDomainAndItsSubdomains(_ url: String) throws {
    #expect(try Policy.matching("{url: {domains: example.org}}").rule(.init(url: url)) == "hit")
  }

  @Test(arguments: [
    "", "https://", "https://example.org.evil.net", "https://myexample.org", "https://evil.net/example.org",
    "https://evil.net?x=@example.org", "https://example.org@evil.net", "https://org", "https://[::1]:80/example.org",
  ])
  func leavesOtherHosts(_ url: String) throws {
    #expect(try Policy.matching("{url: {domains: example.org}}").rule(.init(url: url)) == "miss")
  }

  @Test func hostsLongerThanAnyDomainMatchByTheirEnd() throws {
    let policy = try Policy.matching("{url: {domains: example.org}}")
    let long = String(repeating: "a.", count: 400)
    #expect(policy.rule(.init(url: "https://\(long)example.org/")) == "hit")
    #expect(policy.rule(.init(url: "https://\(long)xexample.org/")) == "miss")
  }

  @Test(arguments: [("a*c", "abc"), ("*", ""), ("a*b*c", "aXbYbZc"), ("?", "щ"), ("\\*", "*"), ("a**", "a")])
  func patternsMatchWholeNames(_ pattern: String, _ name: String) throws {
    let policy = try Policy.matching("{source: {glob: '\(pattern)'}}")
    #expect(policy.rule(.init(source: name)) == "hit")
    #expect(policy.rule(.init(source: "\u{1}" + name + "\u{1}")) == (pattern == "*" ? "hit" : "miss"))
  }

  @Test func manyEntriesAreAllFoundAndNoOthers() throws {
    let ids = (0..<5000).map { "id-\($0 * 7)" }
    let policy = try Policy.matching("{id: [\(ids.joined(separator: ", "))]}")
    for k in 0..<40_000 where k % 97 < 3 {
      #expect(policy.rule(.init(id: "id-\(k)")) == (k % 7 == 0 && k < 35_000 ? "hit" : "miss"))
    }
  }
}

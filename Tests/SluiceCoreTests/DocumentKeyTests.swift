import SluiceCore
import Testing

struct DocumentKeyTests {
  @Test func readsWhatItPrints() {
    let key = DocumentKey(shard: "a/b#c/x.jsonl.gz", line: 17)
    #expect(DocumentKey("a/b#c/x.jsonl.gz#17") == key)
    #expect(DocumentKey(key.description) == key)
  }

  @Test(arguments: ["", "#", "x", "x#", "#3", "x#0", "x#-1", "x#1a"])
  func refusesWhatIsNoKey(_ text: String) {
    #expect(DocumentKey(text) == nil)
  }
}

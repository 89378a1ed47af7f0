import Foundation
import SluiceCore
import SluiceIO
import Testing

/// Dolma reads these rows; here Foundation stands in for it.
struct AttributesRowTests {
  private func row(_ write: (ByteBuffer) -> Void) throws -> (id: String, source: String, values: [String: [[Double]]]) {
    let buffer = ByteBuffer()
    write(buffer)
    #expect(buffer.bytes.last == 10 && buffer.bytes.count { $0 == 10 } == 1)
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(buffer.bytes)) as? [String: Any])
    return try (
      #require(object["id"] as? String), #require(object["source"] as? String),
      #require(object["attributes"] as? [String: [[Double]]])
    )
  }

  private static let key = DocumentKey(shard: "a/\"x\".jsonl", line: 7)

  @Test func aScoredDocumentHasItsNumbers() throws {
    let assessment = Assessment(
      score: .clear, probabilities: LevelProbabilities(parts: [1000, 0, 0, 0, 9000, 0]), category: .violence,
      stance: .topical, span: 0..<1, scoredBytes: 1)
    let hostile = Array("i\"\n\\d".utf8)
    let found = try row { buffer in
      hostile.withUnsafeBufferPointer {
        AttributesRow.append(
          id: $0, key: Self.key, source: $0, scalars: 12, assessment: assessment, route: .drop, to: buffer)
      }
    }
    #expect(found.id == "i\"\n\\d" && found.source == "i\"\n\\d")
    #expect(found.values["sluice__sluice__score"] == [[0, 12, 4]])
    #expect(found.values["sluice__sluice__p4"] == [[0, 12, 0.9]])
    #expect(found.values["sluice__sluice__topical"] == [[0, 12, 1]])
    #expect(found.values["sluice__sluice__drop"] == [[0, 12, 1]])
    #expect(found.values["sluice__sluice__keep"] == [[0, 12, 0]])
  }

  @Test func aDocumentWithoutAScoreHasEmptyOnes() throws {
    let found = try row { AttributesRow.appendUnscored(id: nil, key: Self.key, source: nil, to: $0) }
    #expect(found.id == "a/\"x\".jsonl#7" && found.source == "" && found.values.count == 14)
    #expect(found.values.values.allSatisfy { $0.isEmpty })
  }
}

import SluiceCore
import SluiceLedger
import Testing

struct StaticNamesTests {
  @Test func namesAreTheRawValues() {
    for route in Route.allCases { #expect(route.staticName.description == route.rawValue) }
    for stance in Stance.allCases { #expect(stance.staticName.description == stance.rawValue) }
    for category in Category.allCases { #expect(category.staticName.description == category.rawValue) }
  }

  @Test func everyProbabilitySurvivesStorage() {
    for parts: UInt16 in 0...10_000 { #expect(DecisionColumns.parts(Double(parts) / 10_000) == parts) }
    for value in [-0.0001, 1.0001, 0.12345, .nan, .infinity, 0.1.nextUp] {
      #expect(DecisionColumns.parts(value) == nil)
    }
  }

  @Test(arguments: [0, 1, 0x0123_4567_89ab_cdef, UInt64.max]) func contentHashIsSixteenHexDigits(hash: UInt64) {
    var bytes = [UInt8](repeating: 0, count: 16)
    bytes.withUnsafeMutableBufferPointer { ContentHashText.write(hash, to: $0.baseAddress!) }
    let text = String(hash, radix: 16)
    #expect(String(decoding: bytes, as: UTF8.self) == String(repeating: "0", count: 16 - text.count) + text)
    #expect(bytes.withUnsafeBufferPointer(ContentHashText.parse) == hash)
  }
}

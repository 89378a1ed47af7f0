import Foundation
import FuzzHarness
import Testing

/// Inputs that once made a reader trap, hang or break a promise (`Scripts/fuzz` keeps them here) never do again.
struct FuzzReplayTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Fixtures"

  private static let kept = (try? FileManager.default.contentsOfDirectory(atPath: folder))?.sorted() ?? []

  @Test(arguments: kept)
  func aKeptInputIsReadWithoutAFinding(_ name: String) throws {
    let target = try #require(FuzzTarget(rawValue: String(name.prefix { $0 != "-" })), "\(name)")
    let content = try Data(contentsOf: URL(fileURLWithPath: Self.folder + "/" + name))
    content.withUnsafeBytes { raw in
      #expect(target.run(raw.bindMemory(to: UInt8.self)) == 0)
    }
  }

  @Test(arguments: FuzzTarget.allCases)
  func nothingAndNoiseAreReadWithoutAFinding(_ target: FuzzTarget) {
    var state: UInt64 = 7
    for length in [0, 1, 2, 3, 64, 700] {
      let noise = (0..<length).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1
        return UInt8(truncatingIfNeeded: state >> 33)
      }
      noise.withUnsafeBufferPointer { #expect(target.run($0) == 0) }
    }
  }
}

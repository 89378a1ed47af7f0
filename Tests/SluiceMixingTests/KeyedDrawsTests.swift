import SluiceCore
import SluiceIO
import SluiceMixing
import Testing

/// Promise: a draw depends on purpose, seed and key alone, as docs/mixing.md defines it; draws for different
/// uses have nothing to do with each other.
struct KeyedDrawsTests {
  @Test func aDrawIsWhatTheDocumentationDefines() {
    let name = Array("tag\n7\na/x.jsonl#3".utf8)
    let seed = name.withUnsafeBufferPointer { ContentHash.of($0) }
    let draws = KeyedDraws("tag", seed: 7, key: "a/x.jsonl#3")
    var generator = SplitMix64(seed: seed)
    for index in 0..<5 { #expect(draws[index] == generator.next()) }
  }

  @Test func drawsAreEvenlySpread() {
    // 16 cells of 4,000 draws: chi-square with 15 degrees of freedom is below 37.7 in 999 of 1,000 cases.
    for draw in [0, 1] {
      var cells = [Int](repeating: 0, count: 16)
      for key in 0..<4000 { cells[Int(KeyedDraws("choose", seed: 1, key: "s#\(key)")[draw] >> 60)] += 1 }
      let chiSquare = cells.reduce(0.0) { $0 + (Double($1) - 250) * (Double($1) - 250) / 250 }
      #expect(chiSquare < 37.7, "\(cells)")
    }
  }

  /// Whether the first bit of one draw tells that of another: as many pairs agree as disagree.
  @Test func drawsOfOtherPurposesSeedsKeysAndPlacesAreIndependent() {
    func agreement(_ other: (Int) -> UInt64) -> Double {
      let count = (0..<4000).count { KeyedDraws("a", seed: 0, key: "\($0)")[0] >> 63 == other($0) >> 63 }
      return Double(count) / 4000
    }
    for other: (Int) -> UInt64 in [
      { KeyedDraws("b", seed: 0, key: "\($0)")[0] }, { KeyedDraws("a", seed: 1, key: "\($0)")[0] },
      { KeyedDraws("a", seed: 0, key: "\($0 + 1)")[0] }, { KeyedDraws("a", seed: 0, key: "\($0)")[1] },
    ] {
      // Four standard deviations.
      #expect(abs(agreement(other) - 0.5) < 4 * 0.5 / Double(4000).squareRoot())
    }
    #expect(KeyedDraws("a", seed: 1, key: "1")[0] != KeyedDraws("a", seed: 11, key: "")[0])
  }
}

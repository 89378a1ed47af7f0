internal import SluiceIO

/// Random numbers that belong to a document, the same in every run: the outputs of SplitMix64 (Steele, Lea and
/// Flood 2014) whose state starts at the XXH3-64 hash of the UTF-8 text `purpose LF seed LF key`.
struct KeyedDraws {
  private let start: UInt64

  /// - Parameter purpose: keeps draws for different uses apart.
  init(_ purpose: String, seed: UInt64, key: String) {
    var name = "\(purpose)\n\(seed)\n\(key)"
    start = name.withUTF8 { ContentHash.of($0) }
  }

  /// The draw of a number, from 0.
  subscript(index: Int) -> UInt64 {
    var z = start &+ UInt64(index + 1) &* 0x9e37_79b9_7f4a_7c15
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

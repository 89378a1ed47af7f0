internal import SluiceCore
internal import SluiceIO

/// Random numbers that belong to a document, the same in every run: the outputs of SplitMix64 whose
/// state starts at the XXH3-64 hash of the UTF-8 text `purpose LF seed LF key`.
package struct KeyedDraws {
  private let start: UInt64

  /// - Parameter purpose: keeps draws for different uses apart.
  package init(_ purpose: String, seed: UInt64, key: String) {
    var name = "\(purpose)\n\(seed)\n\(key)"
    start = name.withUTF8 { ContentHash.of($0) }
  }

  /// The draw of a number, from 0.
  package subscript(index: Int) -> UInt64 { SplitMix64.number(index, seed: start) }
}

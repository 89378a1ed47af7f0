internal import Foundation
internal import SluiceIO

/// The mark that separates a document from the words around it.
package enum Fence {
  /// A mark that does not occur in the text. It follows from seed and key, so that a rerun renders the same
  /// request. The author of the text cannot close the fence: a mark they foresaw is not used.
  package static func mark(seed: UInt64, key: String, text: String) -> String {
    var round = 0
    while true {
      let digest = SHA256Digest.hex(of: "sluice fence\n\(seed)\n\(round)\n\(key)".utf8)
      let mark = "TEXT-" + digest.prefix(24)
      // Nor may its digits occur alone, in upper or lower case.
      if text.range(of: mark.dropFirst(5), options: .caseInsensitive) == nil { return mark }
      round += 1
    }
  }
}

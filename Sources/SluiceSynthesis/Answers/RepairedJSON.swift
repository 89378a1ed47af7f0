/// Repairs single characters in bytes that should be JSON in UTF-8: broken UTF-8, and escapes of half a
/// surrogate pair, become U+FFFD. One such character must not make the rest of an answer unreadable.
package enum RepairedJSON {
  package static func repair(_ bytes: some Collection<UInt8>) -> (bytes: [UInt8], wasRepaired: Bool) {
    var array = Array(bytes)
    var repaired = false
    if String(validating: array, as: UTF8.self) == nil {
      array = Array(String(decoding: array, as: UTF8.self).utf8)
      repaired = true
    }
    var i = 0
    while i + 5 < array.count {
      guard array[i] == UInt8(ascii: "\\") else {
        i += 1
        continue
      }
      guard let unit = unit(array, at: i) else {
        i += 2
        continue
      }
      if unit & 0xfc00 == 0xd800, let next = Self.unit(array, at: i + 6), next & 0xfc00 == 0xdc00 {
        i += 12
      } else {
        if unit & 0xf800 == 0xd800 {
          array.replaceSubrange((i + 2)..<(i + 6), with: Array("fffd".utf8))
          repaired = true
        }
        i += 6
      }
    }
    return (array, repaired)
  }

  /// The number of an escape `\uXXXX`.
  private static func unit(_ bytes: [UInt8], at i: Int) -> UInt16? {
    guard i + 5 < bytes.count, bytes[i] == UInt8(ascii: "\\"), bytes[i + 1] == UInt8(ascii: "u") else { return nil }
    return UInt16(String(decoding: bytes[(i + 2)..<(i + 6)], as: UTF8.self), radix: 16)
  }
}

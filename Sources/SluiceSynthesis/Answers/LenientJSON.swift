internal import Foundation

/// Decodes what servers write as JSON.
enum LenientJSON {
  /// - Returns: nil unless the bytes are JSON of the type. `NaN` and `Infinity`, which some servers write for
  ///   log-probabilities, are read too: they are in fields that nobody asked for.
  static func decode<T: Decodable>(_ type: T.Type, from bytes: [UInt8]) -> T? {
    let data = Data(bytes)
    if let value = try? JSONDecoder().decode(type, from: data) { return value }
    let decoder = JSONDecoder()
    decoder.allowsJSON5 = true
    return try? decoder.decode(type, from: data)
  }
}

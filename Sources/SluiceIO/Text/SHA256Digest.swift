internal import CCrypto

/// An incremental SHA-256, by libcrypto (which uses the processor's SHA instructions).
public final class SHA256Digest {
  private let context: OpaquePointer

  public init() {
    guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
      fatalError("libcrypto offers no SHA-256")
    }
    self.context = context
  }

  deinit { EVP_MD_CTX_free(context) }

  /// Adds bytes.
  public func update(_ bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress, bytes.count > 0 else { return }
    EVP_DigestUpdate(context, base, bytes.count)
  }

  /// Adds bytes.
  public func update(_ bytes: some Sequence<UInt8>) {
    if bytes.withContiguousStorageIfAvailable({ update(UnsafeRawBufferPointer($0)) }) == nil {
      Array(bytes).withUnsafeBytes { update($0) }
    }
  }

  /// A digest of the same bytes, to which others can be added.
  package func copy() -> SHA256Digest {
    let copy = SHA256Digest()
    EVP_MD_CTX_copy_ex(copy.context, context)
    return copy
  }

  /// The digest of everything so far; more may be added afterwards.
  package func value() -> SHA256Value {
    let copy = EVP_MD_CTX_new()!
    defer { EVP_MD_CTX_free(copy) }
    EVP_MD_CTX_copy_ex(copy, context)
    var value = SHA256Value()
    withUnsafeMutableBytes(of: &value.words) {
      _ = EVP_DigestFinal_ex(copy, $0.baseAddress!.assumingMemoryBound(to: UInt8.self), nil)
    }
    return value
  }

  /// The same as 64 lower-case hex digits.
  public func hex() -> String { value().hex() }

  /// The digest of bytes, as 64 lower-case hex digits.
  public static func hex(of bytes: some Sequence<UInt8>) -> String {
    let digest = SHA256Digest()
    digest.update(bytes)
    return digest.hex()
  }
}

/// A SHA-256, without memory of its own.
package struct SHA256Value: Sendable, Hashable {
  /// Its 32 bytes, in the order of memory.
  fileprivate(set) var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

  package static func == (a: Self, b: Self) -> Bool { a.words == b.words }

  package func hash(into hasher: inout Hasher) { hasher.combine(words.0) }

  /// 64 lower-case hex digits.
  package func hex() -> String {
    withUnsafeBytes(of: words) { bytes in
      bytes.map { byte in
        let digits = String(byte, radix: 16)
        return byte < 16 ? "0" + digits : digits
      }.joined()
    }
  }
}

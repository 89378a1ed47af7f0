internal import SluiceIO

/// SHA-256 of a whole model, 64 lower-case hex digits.
func sha256Hex(_ bytes: UnsafeRawBufferPointer) -> String {
  let digest = SHA256Digest()
  digest.update(bytes)
  return digest.hex()
}

/// The first bytes of a file as they were read: who continues later can tell whether it is still the same file.
package struct ReadPrefix: Sendable, Hashable {
  package var bytes: Int
  package var sha256: SHA256Value
}

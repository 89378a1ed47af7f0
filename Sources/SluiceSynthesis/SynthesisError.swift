/// What stops a synthesis. The description says where and what to do; it holds no document text, no answer
/// and no key.
package struct SynthesisError: Error, Sendable, Hashable, CustomStringConvertible {
  package var description: String

  init(_ description: String) { self.description = description }
}

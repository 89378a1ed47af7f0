/// Ends a call. The description says where the problem is and how to solve it; it holds no document text, no
/// answer and no key.
package struct SynthesisError: Error, Sendable, Hashable, CustomStringConvertible {
  package var description: String

  init(_ description: String) { self.description = description }
}

package import SluiceCore

/// The fields of a document that sluice looks at. The buffers are valid until the next document is read.
package struct DocumentFields {
  package var text: UnsafeBufferPointer<UInt8>
  /// A string as it is, an integer as its digits; nil if the document has neither.
  package var id: UnsafeBufferPointer<UInt8>?
  package var source: UnsafeBufferPointer<UInt8>?
  package var url: UnsafeBufferPointer<UInt8>?
  /// The fields that the policy names, in its order.
  package var others: UnsafeBufferPointer<FieldValue>
}

/// What a routing rule may look at, for one document. The buffers are valid only during the call
/// that passes it.
public struct PolicyInput {
  /// The classifier's assessment.
  public var assessment: Assessment
  /// UTF-8 bytes of the text.
  public var text: UnsafeBufferPointer<UInt8>
  /// Words of the text: runs of bytes other than ASCII white space.
  public var words: Int
  /// UTF-8 bytes of the id; nil if the document has none.
  public var id: UnsafeBufferPointer<UInt8>?
  /// UTF-8 bytes of the source; nil if the document has none.
  public var source: UnsafeBufferPointer<UInt8>?
  /// UTF-8 bytes of the URL; nil if the document has none.
  public var url: UnsafeBufferPointer<UInt8>?
  /// Other fields of the line that the policy names, in its order; empty where there is no line.
  package var fields = UnsafeBufferPointer<FieldValue>(start: nil, count: 0)

  public init(
    assessment: Assessment, text: UnsafeBufferPointer<UInt8>, words: Int, id: UnsafeBufferPointer<UInt8>? = nil,
    source: UnsafeBufferPointer<UInt8>? = nil, url: UnsafeBufferPointer<UInt8>? = nil
  ) {
    self.assessment = assessment
    self.text = text
    self.words = words
    self.id = id
    self.source = source
    self.url = url
  }
}

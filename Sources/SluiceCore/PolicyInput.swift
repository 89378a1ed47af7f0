/// What a routing rule may look at, for one document. The buffers are valid only during the call
/// that passes it.
public struct PolicyInput {
  public var assessment: Assessment
  public var text: UnsafeBufferPointer<UInt8>
  public var words: Int
  public var id: UnsafeBufferPointer<UInt8>?
  public var source: UnsafeBufferPointer<UInt8>?
  public var url: UnsafeBufferPointer<UInt8>?

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

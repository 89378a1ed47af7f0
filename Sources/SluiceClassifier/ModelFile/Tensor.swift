/// A read-only array inside a ``ModelFile``, row-major. It keeps the file's memory alive.
public struct Tensor<Element: TensorElement>: @unchecked Sendable {
  // Invariant for Sendable: the buffer points into `region`, which never changes and is retained.
  /// The tensor's name in the file.
  public let name: String
  /// Sizes from the outermost dimension in; empty for a scalar.
  public let shape: [Int]
  /// The elements, valid for as long as this value, or the file, is alive.
  public let unsafeBuffer: UnsafeBufferPointer<Element>
  private let region: MemoryRegion

  init(name: String, shape: [Int], unsafeBuffer: UnsafeBufferPointer<Element>, region: MemoryRegion) {
    self.name = name
    self.shape = shape
    self.unsafeBuffer = unsafeBuffer
    self.region = region
  }

  /// Number of elements: the product of the shape.
  public var count: Int { unsafeBuffer.count }

  /// One element by its flat index.
  ///
  /// - Precondition: `0 <= index < count`.
  public subscript(index: Int) -> Element {
    precondition(index >= 0 && index < unsafeBuffer.count, "tensor index out of range")
    return unsafeBuffer[index]
  }

  /// Runs `body` with the elements.
  public func withSpan<Result, Failure: Error>(
    _ body: (Span<Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try withExtendedLifetime(region) { () throws(Failure) -> Result in try body(Span(_unsafeElements: unsafeBuffer)) }
  }
}

/// What a model file says of one tensor.
public struct TensorDescription: Sendable, Hashable {
  /// As the file spells it; it may be hostile.
  public var name: String
  /// The type of its elements.
  public var type: TensorType
  /// Sizes from the outermost dimension in; empty for a scalar.
  public var shape: [Int]
  /// Where its bytes are, from the file's start.
  public var fileRange: Range<Int>
}

import SluiceIO
import Testing

struct ContentHashTests {
  /// Values of the xxHash library's own XXH3_64bits, on both sides of the sizes at which other code takes over: 16
  /// and 240 bytes, and above those the code for this machine.
  @Test(arguments: [
    (0, "2d06800538d394c2"), (1, "c44bdff4074eecdb"), (16, "9da23836adf2be1e"), (240, "4917a75c0ef8eed7"),
    (241, "541b19226f0052e8"), (1024, "dc5acf0b043c445b"), (5000, "6abe8be5abcb2760"),
  ])
  func itIsXXH3OfTheBytes(_ count: Int, _ expected: String) {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7) }
    #expect(bytes.withUnsafeBufferPointer { ContentHash.hex(ContentHash.of($0)) } == expected)
  }
}

import SluiceIO
import TestSupport
import Testing

struct FrameEncoderTests {
  @Test(arguments: [(OutputCompression.zstd, "zstd"), (.gzip, "gzip")])
  func appendedFramesAreAFileOthersRead(_ compression: OutputCompression, _ program: String) throws {
    let encoder = OutputCodec(compression).makeEncoder()
    let buffer = ByteBuffer()
    var expected: [UInt8] = []
    for seed in 0..<5 as Range<UInt64> {
      let bytes = joined(randomLines(50, seed: seed))
      try bytes.withUnsafeBufferPointer { try encoder.encode($0, into: buffer) }
      expected += bytes
    }
    #expect(try output(program, ["-dc"], input: Array(buffer.bytes)) == expected)
  }

  @Test(arguments: [OutputCompression.zstd, .gzip])
  func equalContentGivesEqualBytes(_ compression: OutputCompression) throws {
    let bytes = joined(randomLines(200, seed: 9))
    let used = OutputCodec(compression).makeEncoder()
    try joined(randomLines(30, seed: 1)).withUnsafeBufferPointer { try used.encode($0, into: ByteBuffer()) }
    let outputs = try [used, OutputCodec(compression).makeEncoder()].map { encoder in
      let buffer = ByteBuffer()
      try bytes.withUnsafeBufferPointer { try encoder.encode($0, into: buffer) }
      return Array(buffer.bytes)
    }
    #expect(outputs[0] == outputs[1])
  }
}

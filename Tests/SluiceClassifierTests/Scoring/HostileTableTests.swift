import SluiceClassifier
import SluiceCore
import Testing

/// A damaged or hostile native model gives an error, never a crash or an endless loop.
struct HostileTableTests {
  static let good = ModelTrainerTests.train(jobs: 2)

  /// The file with one tensor's values replaced, or the tensor left out.
  static func file(
    metadata: [String: String]? = nil, without: String? = nil, index: [UInt32]? = nil, floats: [String: [Float]] = [:]
  ) throws -> [UInt8] {
    let source = try ModelFile(bytes: good)
    var writer = ModelFileWriter()
    writer.metadata = metadata ?? source.metadata
    for tensor in source.tensors where tensor.name != without {
      switch tensor.name {
      case "index":
        let values = try index ?? Array(source.tensor("index", of: UInt32.self).unsafeBuffer)
        writer.add("index", shape: [values.count], values)
      case "rows":
        let rows = try source.tensor("rows", of: Int8.self)
        writer.add("rows", shape: rows.shape, Array(rows.unsafeBuffer))
      default:
        let found = try source.tensor(tensor.name, of: Float.self)
        let values = floats[tensor.name].map { $0 + Array(found.unsafeBuffer.dropFirst($0.count)) }
        writer.add(tensor.name, shape: found.shape, values ?? Array(found.unsafeBuffer))
      }
    }
    return writer.bytes()
  }

  static func refuses(_ bytes: [UInt8]) -> Bool {
    do {
      _ = try TableScorer(ModelFile(bytes: bytes))
      return false
    } catch {
      return true
    }
  }

  @Test func anUnchangedCopyLoads() throws { #expect(try !Self.refuses(Self.file())) }

  @Test func anotherFormatIsRefused() throws {
    #expect(try Self.refuses(Self.file(metadata: ["format": "sluice-table-9"])))
    #expect(try Self.refuses(Self.file(metadata: [:])))
  }

  @Test func aMissingTensorIsRefused() throws {
    for tensor in try ModelFile(bytes: Self.good).tensors {
      #expect(try Self.refuses(Self.file(without: tensor.name)), "\(tensor.name)")
    }
  }

  @Test func anIndexThatWouldLeadAstrayIsRefused() throws {
    #expect(try Self.refuses(Self.file(index: Array(repeating: 1, count: 1024))), "no empty slot")
    #expect(try Self.refuses(Self.file(index: Array(repeating: 0, count: 1000))), "no power of two")
    #expect(try Self.refuses(Self.file(index: [0, 0x3FFFF])), "a row that is not there")
    #expect(try Self.refuses(Self.file(index: [])), "empty")
  }

  @Test(arguments: [Float.nan, .infinity, -1e30]) func numbersOutOfRangeAreRefused(_ value: Float) throws {
    for name in ["column_scales", "head.output_biases", "calibration.slopes", "cuts", "head.direct_weights"] {
      #expect(try Self.refuses(Self.file(floats: [name: [value]])), "\(name)")
    }
  }

  @Test func aFileCutShortOrFlippedIsRefusedOrStillScores() throws {
    for length in stride(from: 0, to: Self.good.count, by: max(1, Self.good.count / 97)) {
      #expect(Self.refuses(Array(Self.good.prefix(length))))
    }
    var random = Numbers(state: 5)
    for _ in 0..<60 {
      var bytes = Self.good
      for _ in 0..<8 { bytes[Int(random.next() % UInt64(bytes.count))] ^= UInt8(1 << (random.next() % 8)) }
      guard let file = try? ModelFile(bytes: bytes), let scorer = try? TableScorer(file) else { continue }
      var text = BuiltIn.insult
      _ = text.withUTF8 { scorer.makeSession().assess($0) }
    }
  }
}

import SluiceClassifier
import SluiceCore
import Testing

/// A damaged or hostile native model gives an error, never a crash or an endless loop.
struct HostileTableTests {
  static let good = TinyTable.bytes

  /// The file with one tensor's values replaced, or the tensor left out.
  static func file(
    metadata: [String: String]? = nil, without: String? = nil, hashes: [UInt64]? = nil, rows: Int? = nil,
    floats: [String: [Float]] = [:]
  ) throws -> [UInt8] {
    let source = try ModelFile(bytes: good)
    var writer = ModelFileWriter()
    writer.metadata = metadata ?? source.metadata
    for tensor in source.tensors where tensor.name != without {
      switch tensor.name {
      case "hashes":
        let values = try hashes ?? Array(source.tensor("hashes", of: UInt64.self).unsafeBuffer)
        writer.add("hashes", shape: [values.count], values)
      case "rows":
        let found = try source.tensor("rows", of: Int8.self)
        let values = rows.map { [Int8](repeating: 1, count: $0 * found.shape[1]) } ?? Array(found.unsafeBuffer)
        writer.add("rows", shape: [values.count / found.shape[1], found.shape[1]], values)
      case "screen.entries":
        writer.add(
          tensor.name, shape: tensor.shape, Array(try source.tensor(tensor.name, of: UInt16.self).unsafeBuffer))
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

  @Test func featuresThatDoNotFitTheRowsAreRefused() throws {
    let rows = try ModelFile(bytes: Self.good).tensor("rows", of: Int8.self).shape[0]
    #expect(try Self.refuses(Self.file(hashes: Array(repeating: 1, count: rows))), "one too many")
    #expect(try Self.refuses(Self.file(hashes: [])), "none")
    for (name, value) in [("words", "\(rows)"), ("pairs", "\(rows)"), ("pairs", "-1"), ("words", "many")] {
      var metadata = try ModelFile(bytes: Self.good).metadata
      metadata[name] = value
      #expect(try Self.refuses(Self.file(metadata: metadata)), "\(value) \(name)")
    }
  }

  @Test func featuresThatAllHashAlikeAreRefused() throws {
    #expect(try Self.refuses(Self.file(hashes: Array(repeating: 7, count: 2999), rows: 3000)))
    #expect(try !Self.refuses(Self.file(hashes: (1...2999).map { $0 &* 0x9E37_79B9_7F4A_7C15 }, rows: 3000)))
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

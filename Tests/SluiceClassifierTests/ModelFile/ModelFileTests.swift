import Foundation
import SluiceClassifier
import SluiceIO
import TestSupport
import Testing

struct ModelFileTests {
  static func example() -> ModelFileWriter {
    var writer = ModelFileWriter()
    writer.metadata = ["format": "1", "note": "quote \" slash \\ line\nend é"]
    writer.add("weights", shape: [2, 3], [Float(1), 2, 3, 4, 5, 6])
    writer.add("codes", shape: [3], [Int8(-1), 0, 127])
    writer.add("offsets", shape: [2], [UInt32(7), 9])
    writer.add("bias", shape: [], [0.25])
    writer.add("nothing", shape: [0, 4], [Int16]())
    return writer
  }

  @Test func whatIsWrittenIsReadBack() throws {
    let file = try ModelFile(bytes: Self.example().bytes())
    #expect(file.metadata == Self.example().metadata)
    #expect(Set(file.tensors.map(\.name)) == ["weights", "codes", "offsets", "bias", "nothing"])
    let weights: Tensor<Float> = try file.tensor("weights", shape: [2, nil])
    #expect(weights.shape == [2, 3])
    #expect(Array(weights.unsafeBuffer) == [1, 2, 3, 4, 5, 6])
    #expect(weights[5] == 6)
    #expect(try file.tensor("codes", of: Int8.self)[0] == -1)
    #expect(try file.tensor("bias", of: Double.self).shape == [])
    #expect(try file.tensor("nothing", of: Int16.self).count == 0)
    #expect(try file.tensor("offsets", of: UInt32.self).withSpan { $0[1] } == 9)
  }

  @Test func sameContentsInAnyOrderAreTheSameBytes() {
    var writer = ModelFileWriter()
    writer.add("nothing", shape: [0, 4], [Int16]())
    writer.add("bias", shape: [], [0.25])
    writer.add("codes", shape: [3], [Int8(-1), 0, 127])
    writer.add("offsets", shape: [2], [UInt32(7), 9])
    writer.add("weights", shape: [2, 3], [Float(1), 2, 3, 4, 5, 6])
    writer.metadata = Self.example().metadata
    #expect(writer.bytes() == Self.example().bytes())
  }

  @Test func dataStartsAtAMultipleOf64AndTensorsAreAligned() throws {
    let file = try ModelFile(bytes: Self.example().bytes())
    #expect(file.tensors.first?.fileRange.lowerBound.isMultiple(of: 64) == true)
    for tensor in file.tensors { #expect(tensor.fileRange.lowerBound.isMultiple(of: tensor.type.width)) }
  }

  @Test func tensorsOutliveTheFileObject() throws {
    let weights: Tensor<Float> = try ModelFile(bytes: Self.example().bytes()).tensor("weights")
    #expect(weights[0] == 1)
  }

  @Test func filesOnDiskAreMapped() throws {
    let scratch = try Scratch()
    let file = try ModelFile(path: scratch.write(Self.example().bytes(), to: "m.safetensors"))
    #expect(file.byteCount == Self.example().bytes().count)
    #expect(file.digest == SHA256Digest.hex(of: Self.example().bytes()))
  }

  /// Its digest is written down when the model is trained; the program does not compute it.
  @Test func theBuiltInModelHasTheDigestItClaims() throws {
    let sources = URL(fileURLWithPath: #filePath).pathComponents.dropLast(4) + ["Sources", "CDefaults"]
    let file = try ModelFile(path: sources.dropFirst().reduce("") { $0 + "/" + $1 } + "/default.safetensors")
    #expect(try ModelFile.builtIn().digest == file.digest)
  }

  @Test func wrongUseIsAnErrorThatNamesTheTensor() throws {
    let file = try ModelFile(bytes: Self.example().bytes(), path: "m")
    #expect { try file.tensor("absent", of: Float.self) } throws: { "\($0)".contains("no tensor 'absent'") }
    #expect { try file.tensor("weights", of: Int8.self) } throws: { "\($0)".contains("holds F32, not I8") }
    #expect { try file.tensor("weights", of: Float.self, shape: [3, nil]) } throws: {
      "\($0)".contains("has shape [2, 3], not [3, any]")
    }
    #expect { try file.requiredMetadata("k") } throws: { "\($0)".contains("no metadata 'k'") }
  }

  @Test func missingFilesFoldersAndEmptyFilesAreErrors() throws {
    #expect { try ModelFile(path: "/absent/model") } throws: { "\($0)".contains("/absent/model: open failed") }
    #expect { try ModelFile(path: "/") } throws: { "\($0)".contains("not a regular file") }
    #expect { try ModelFile(path: "/dev/null") } throws: { "\($0)".contains("not a regular file") }
  }
}

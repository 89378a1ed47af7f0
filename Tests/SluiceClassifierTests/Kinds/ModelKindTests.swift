import Foundation
import SluiceClassifier
import SluiceCore
import TestSupport
import Testing

/// A model is opened by what its file holds; nothing asks for its type.
struct ModelKindTests {
  @Test func theNameOfAFileSaysNothing() throws {
    let scratch = try Scratch()
    let native = try scratch.write(TinyTable.bytes, to: "native.bin")
    let fastText = try scratch.write(TinyFastText().bytes, to: "fasttext.safetensors")
    #expect(try ModelKinds.load(path: native).name == "tiny")
    #expect(try ModelKinds.load(path: fastText).name == "fasttext:fasttext.safetensors")
    #expect(try ModelKinds.load(path: nil).digest == ModelFile.builtIn().digest)
  }

  @Test func everyFileIsRecognisedByOneKindAtMost() throws {
    for bytes in [TinyTable.bytes, TinyFastText().bytes] {
      #expect(bytes.withUnsafeBytes { file in ModelKinds.all.count { $0.recognises(file) } } == 1)
    }
    var header = Array("{\"t\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}".utf8) + [0]
    header = withUnsafeBytes(of: UInt64(header.count - 1).littleEndian, Array.init) + header
    for bytes in [[], [1], Array("text".utf8), header] {
      #expect(bytes.withUnsafeBytes { file in ModelKinds.all.count { $0.recognises(file) } } == 0)
    }
  }

  @Test func aFileOfNoKindIsRefusedWithARemedy() throws {
    let scratch = try Scratch()
    for (name, bytes) in [("letter.bin", Array("a letter to a friend".utf8)), ("empty.ftz", [])] {
      let path = try scratch.write(bytes, to: name)
      #expect { try ModelKinds.load(path: path) } throws: { "\($0)".contains(name) && "\($0)".contains("sluice train") }
    }
    #expect(throws: ModelFileError.self) { try ModelKinds.load(path: scratch.path) }
    #expect(throws: ModelFileError.self) { try ModelKinds.load(path: scratch.file("gone")) }
  }

  @Test func labelsGiveAFastTextModelItsScores() throws {
    let scratch = try Scratch()
    let path = try scratch.write(TinyFastText(labels: ["__label__clean", "__label__toxic"]).bytes, to: "m.bin")
    #expect(throws: ModelFileError.self) { try ModelKinds.load(path: path) }
    let labels: [Name: LabelTarget] = ["clean": LabelTarget(score: .safe), "toxic": LabelTarget(score: .high)]
    #expect(try ModelKinds.load(path: path, labels: labels).makeSession().assess("garden") != nil)
  }

  @Test func aKindThatCannotExplainSaysSo() throws {
    let scratch = try Scratch()
    let fastText = try scratch.write(TinyFastText().bytes, to: "m.bin")
    let scorer = try ModelKinds.load(path: fastText)
    let text = Array(BuiltIn.insult.utf8)
    text.withUnsafeBufferPointer { text in
      #expect(scorer.drivingFeatures(of: text) == nil)
      #expect(BuiltIn.scorer.drivingFeatures(of: text) == BuiltIn.scorer.explain(text).features)
    }
    #expect(try ModelKinds.explainer(path: fastText, of: scorer.digest) == nil)
  }

  @Test func onlyTheModelThatDecidedExplains() throws {
    let scratch = try Scratch()
    let native = try scratch.write(TinyTable.bytes, to: "m.safetensors")
    let digest = try ModelFile(path: native).digest
    #expect(try ModelKinds.explainer(path: native, of: digest)?.digest == digest)
    #expect(try ModelKinds.explainer(path: nil, of: digest) == nil)
    #expect(try ModelKinds.explainer(path: nil, of: BuiltIn.scorer.digest) != nil)
  }

  @Test func descriptionsHoldWhatInspectShows() throws {
    let scratch = try Scratch()
    for (bytes, kind) in [(TinyTable.bytes, "sluice"), (TinyFastText().bytes, "fasttext")] {
      let path = try scratch.write(bytes, to: kind)
      let description = try ModelKinds.open(path: path).description
      #expect(
        description.path == path && description.sections[0].rows.map(\.name).starts(with: ["kind", "size", "sha256"]))
      let json = try JSONSerialization.jsonObject(with: JSONEncoder().encode(description.json)) as! [String: Any]
      #expect(json["kind"] as? String == kind && json["bytes"] as? Int == bytes.count)
      #expect(json["sha256"] as? String == (try ModelKinds.open(path: path).digest))
    }
  }
}

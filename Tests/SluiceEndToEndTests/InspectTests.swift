import Foundation
import TestSupport
import Testing

struct InspectTests {
  /// A safetensors file of one tensor, and a metadata value that would like to clear the screen.
  func tensors(in scratch: Scratch) throws -> String {
    let header = #"{"__metadata__":{"name":"tiny\u001b[2J"},"w":{"dtype":"I8","shape":[2,3],"data_offsets":[0,6]}}"#
    let length = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) }
    return try scratch.write(length + Array(header.utf8) + [1, 2, 3, 4, 5, 6], to: "tiny.safetensors")
  }

  @Test func aNativeModelShowsMetadataAndTensors() throws {
    let scratch = try Scratch()
    let path = try tensors(in: scratch)
    let finished = try sluice("inspect", path, "--json")
    #expect(finished.status == 0, "\(finished.errors)")
    let model = try JSONSerialization.jsonObject(with: Data(finished.output)) as! [String: Any]
    #expect(model["kind"] as? String == "sluice")
    #expect(model["bytes"] as? Int == (try bytes(of: path)).count)
    #expect(model["sha256"] as? String == String(decoding: try output("sha256sum", [path]).prefix(64), as: UTF8.self))
    let tensor = (model["tensors"] as! [[String: Any]])[0]
    #expect(tensor["shape"] as? [Int] == [2, 3] && tensor["type"] as? String == "I8" && tensor["bytes"] as? Int == 6)
    let text = try sluice("inspect", path).text
    #expect(text.contains("tiny") && text.contains("I8 [2 × 3]") && !text.contains("\u{1b}"))
  }

  @Test(.enabled(if: TrainedModel.isAvailable, "needs Debian's fasttext: apt-get install fasttext"))
  func aFastTextModelShowsHowItWasTrained() throws {
    let scratch = try Scratch()
    let path = try TrainedModel.train(in: scratch)
    let finished = try sluice("inspect", path, "--json")
    #expect(finished.status == 0, "\(finished.errors)")
    let model = try JSONSerialization.jsonObject(with: Data(finished.output)) as! [String: Any]
    #expect(model["kind"] as? String == "fasttext" && model["quantized"] as? Bool == false)
    #expect(Set(model["labels"] as! [String]) == Set((0...5).map { "__label__\($0)" }))
    let training = model["training"] as! [String: Any]
    #expect(training["dim"] as? Int == 8 && training["wordNgrams"] as? Int == 2 && training["bucket"] as? Int == 1000)
    #expect(training["minn"] as? Int == 2 && training["maxn"] as? Int == 4 && training["loss"] as? String == "softmax")
    let text = try sluice("inspect", path).text
    #expect(text.contains("subwords        2 to 4 characters") && text.contains("__label__5"))
  }

  @Test func whatIsNoModelIsNamedWithARemedy() throws {
    let scratch = try Scratch()
    let path = try scratch.write("this is a letter to a friend\n", to: "letter.bin")
    for file in [path, scratch.file("gone.safetensors")] {
      let finished = try sluice("inspect", file)
      #expect(finished.status == 1)
      #expect(finished.errors.contains(file), "\(finished.errors)")
    }
    #expect(try sluice("inspect", path).errors.contains("sluice train"))
  }
}

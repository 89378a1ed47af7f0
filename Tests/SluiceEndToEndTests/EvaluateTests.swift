import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: TrainedModel.isAvailable, "needs Debian's fasttext: apt-get install fasttext"))
struct EvaluateTests {
  let scratch: Scratch
  let model: String

  init() throws {
    scratch = try Scratch()
    model = try TrainedModel.train(in: scratch)
  }

  func object(_ finished: Finished) throws -> [String: Any] {
    try #require(finished.status == 0, "\(finished.errors)")
    return try JSONSerialization.jsonObject(with: Data(finished.output)) as! [String: Any]
  }

  @Test func figuresAreThoseOfTheModel() throws {
    let data = try scratch.write(TrainedModel.labelled(20), to: "data.jsonl")
    let report = try object(sluice("evaluate", "--model", model, data, "--json", "--resamples", "20"))
    #expect(report["documents"] as? Int == 120)
    #expect(
      report["model_sha256"] as? String == String(decoding: try output("sha256sum", [model]).prefix(64), as: UTF8.self))
    let figures = report["figures"] as! [String: [String: Double]]
    #expect(figures["accuracy"]!["value"]! > 0.9)
    #expect(figures["recall@3"]!["low"]! <= figures["recall@3"]!["high"]!)
    let confusion = report["confusion"] as! [[Int]]
    #expect(confusion.map { $0.reduce(0, +) } == [20, 20, 20, 20, 20, 20])
    #expect((report["by_source"] as! [Any]).count == 2)
  }

  @Test func neitherJobsNorCompressionMatter() throws {
    let text = TrainedModel.labelled(40)
    let plain = try scratch.write(text, to: "a/data.jsonl")
    try scratch.write(try output("zstd", ["-qc"], input: Array(text.utf8)), to: "b/data.jsonl")
    let options = ["--model", model, "--json", "--resamples", "10", "--quiet"]
    let reports = try [(plain, "1"), (plain, "4"), (scratch.file("b/data.jsonl"), "2")].map { file, jobs in
      try run(sluiceBinary, ["evaluate", file, "--jobs", jobs] + options)
    }
    #expect(reports[0].status == 0 && reports[0].errors.isEmpty, "\(reports[0].errors)")
    #expect(reports.allSatisfy { $0.output == reports[0].output })
  }

  @Test func textIsShownOnlyWhenAskedFor() throws {
    // The first document is labelled 5 and reads like a 0: the worst mistake there can be.
    let wrong = "{\"text\":\"garden kettle sunrise canaryword\",\"score\":5}\n"
    let data = try scratch.write(wrong + TrainedModel.labelled(5), to: "data.jsonl")
    let arguments = ["evaluate", "--model", model, data, "--resamples", "0"]
    let hidden = try run(sluiceBinary, arguments)
    #expect(hidden.text.contains("data.jsonl#1"), "\(hidden.errors)")
    #expect(!(hidden.text + hidden.errors).contains("canaryword"))
    #expect(try run(sluiceBinary, arguments + ["--show-text"]).text.contains("canaryword"))
    #expect(try !run(sluiceBinary, arguments + ["--errors", "0", "--show-text"]).text.contains("canaryword"))
  }

  @Test func twoModelsAreComparedOnTheSameDocuments() throws {
    let poor = try TrainedModel.train(in: scratch, name: "poor", epochs: 1)
    let data = try scratch.write(TrainedModel.labelled(10), to: "data.jsonl")
    let arguments = ["evaluate", "--model", poor, "--compare", model, data, "--resamples", "50"]
    let both = try object(run(sluiceBinary, arguments + ["--json"]))
    #expect((both["first"] as! [String: Any])["model"] as? String == "fasttext:poor.bin")
    #expect((both["second"] as! [String: Any])["model"] as? String == "fasttext:m.bin")
    let differences = (both["comparison"] as! [String: Any])["differences"] as! [String: [String: Any]]
    #expect(differences["accuracy"]!["second_higher"] as! Double > 0.9)
    #expect(try run(sluiceBinary, arguments).text.contains("second higher"))
  }

  @Test func aPolicySaysWhatForeignLabelsMean() throws {
    let foreign = try TrainedModel.train(
      in: scratch, name: "foreign", labels: ["fine", "fine", "fine", "rough", "rough", "rough"])
    let data = try scratch.write(TrainedModel.labelled(10), to: "data.jsonl")
    let without = try sluice("evaluate", "--model", foreign, data)
    #expect(without.status == 1)
    #expect(without.errors.contains("__label__rough") && without.errors.contains("labels:"), "\(without.errors)")
    // The message holds a section that a policy can take as it is.
    let example = without.errors.split(separator: "\n").drop { !$0.hasPrefix("  labels:") }.map { $0.dropFirst(2) }
    let copied = try scratch.write(
      "version: 1\n\(example.joined(separator: "\n"))\nrules:\n  - name: all\n    route: keep\n", to: "copied.yaml")
    _ = try object(sluice("evaluate", "--model", foreign, data, "--policy", copied, "--json", "--resamples", "0"))
    let policy = try scratch.write(
      "version: 1\nlabels:\n  fine: 0\n  rough: {score: 3, category: violence}\nrules:\n  - name: all\n    route: keep\n",
      to: "policy.yaml")
    let report = try object(
      sluice("evaluate", "--model", foreign, data, "--policy", policy, "--json", "--resamples", "0"))
    let figures = report["figures"] as! [String: [String: Double]]
    #expect(figures["recall@3"]!["value"]! > 0.9 && figures["precision@3"]!["value"]! > 0.9)
  }

  @Test func thresholdsOfAPolicyReplaceTheModels() throws {
    let data = try scratch.write(TrainedModel.labelled(10), to: "data.jsonl")
    let policy = try scratch.write(
      "version: 1\nthresholds: {1: 0.5, 2: 0.5, 3: 0.5, 4: 1, 5: 1}\nrules:\n  - name: all\n    route: keep\n",
      to: "policy.yaml")
    let report = try object(
      sluice("evaluate", "--model", model, data, "--policy", policy, "--json", "--resamples", "0"))
    let confusion = report["confusion"] as! [[Int]]
    #expect(confusion[4][3] + confusion[5][3] > 15, "what the model calls 4 or 5 is 3 at most")
  }

  @Test func aBadLineEndsItWithoutQuotingText() throws {
    for line in ["{\"text\":\"canaryword\"}", "canaryword", "{\"text\":\"canaryword\",\"score\":9}"] {
      let data = try scratch.write(TrainedModel.labelled(1) + line + "\n", to: "data.jsonl")
      let finished = try sluice("evaluate", "--model", model, data)
      #expect(finished.status == 1)
      #expect(finished.errors.contains("data.jsonl, line 7:"), "\(finished.errors)")
      #expect(!(finished.text + finished.errors).contains("canaryword"))
    }
  }

  @Test(arguments: ["0.77,0.10,0.08,0.03,0.01,0.01", "77/10/8/3/1/1"])
  func baseRatesAreScaled(_ rate: String) throws {
    let data = try scratch.write(TrainedModel.labelled(2), to: "data.jsonl")
    let report = try object(
      sluice("evaluate", "--model", model, data, "--base-rate", rate, "--json", "--resamples", "0"))
    let rates = report["base_rate"] as! [Double]
    #expect(abs(rates[0] - 0.77) < 1e-9 && abs(rates.reduce(0, +) - 1) < 1e-9)
  }

  @Test func trainingEndsWithOneTableOfWhatToExpect() throws {
    let data = try scratch.write(TrainedModel.labelled(2), to: "data.jsonl")
    let output = scratch.file("mine.safetensors")
    let finished = try sluice("train", "--data", data, "--output", output, "--quiet")
    #expect(finished.status == 0, "\(finished.errors)")
    let digest = String(decoding: try TestSupport.output("sha256sum", [output]).prefix(12), as: UTF8.self)
    #expect(finished.text.hasPrefix("\(output): sha256 \(digest)\n"), "\(finished.text)")
    #expect(finished.text.components(separatedBy: "macro_f1").count == 2, "\(finished.text)")
    #expect(finished.text.contains("row not seen") && finished.text.contains("source not seen"))
  }

  @Test func aModelNeedsBothSafeAndUnsafeLabels() throws {
    let line = "{\"text\":\"a quiet day by the river\",\"source\":\"s\",\"score\":0}\n"
    let data = try scratch.write(String(repeating: line, count: 20), to: "safe.jsonl")
    let finished = try sluice("train", "--data", data, "--output", scratch.file("none.safetensors"))
    #expect(finished.status == 64)
    #expect(finished.errors.contains("all scores are of one kind"), "\(finished.errors)")
    #expect(!FileManager.default.fileExists(atPath: scratch.file("none.safetensors")))
  }
}

import Foundation
import SluiceClassifier
import SluiceCore
import Testing

/// The `fasttext` program, and mild made-up text to train it on.
enum FastTextReference {
  static let isAvailable = output(of: "sh", ["-c", "command -v fasttext"]) != nil

  /// Words of made-up sentences, some outside ASCII, some written without spaces.
  private static let stems = [
    "garden", "kettle", "river", "lantern", "thistle", "marble", "window", "pepper", "bridge", "cotton",
    "naïve", "café", "größe", "река", "солнце", "庭園", "電車", "λόγος", "🌿", "it's", "e-mail", "3.14",
  ]
  private static let endings = ["", "s", "ed", "ing", "ly", "ness", "é", "語"]

  /// A line: a label and words that depend on it, the same for the same index.
  static func line(_ index: Int, labels: Int, known: Bool = true) -> (label: String, text: String) {
    var random = SplitMix(UInt64(index) &* 7919 &+ (known ? 1 : 2))
    let label = Int(random.next() % UInt64(labels))
    var words: [String] = []
    for _ in 0..<(3 + random.next() % 20) {
      let biased = random.next() % 3 > 0
      let stem = biased ? (label * 5 + Int(random.next() % 5)) % stems.count : Int(random.next() % UInt64(stems.count))
      let ending = Int(random.next() % UInt64(known ? endings.count - 2 : endings.count))
      words.append(stems[stem] + endings[ending])
    }
    return ("__label__\(label)", words.joined(separator: " "))
  }

  /// Texts to predict: like the training text, and the odd ones.
  static func probes(labels: Int) -> [String] {
    let odd = [
      "", " ", "\t tab\tseparated\u{0B}\u{0C} \r text ", "unknownword", "garden",
      "__label__1 garden __label__zzz window",
      "< > <garden> garden>", String(repeating: "x", count: 3000), String(repeating: "garden river ", count: 2000), "a",
      "é",
      "庭", "</s", "/s>", "garden\u{00A0}river", "garden\u{2028}river",
    ]
    return odd + (0..<150).map { line($0 + 100_000, labels: labels, known: false).text }
  }

  static func train(in folder: String, labels: Int, lines: Int, options: [String]) throws -> String {
    let text = (0..<lines).map { index in
      let line = line(index, labels: labels)
      return "\(line.label) \(line.text)\n"
    }
    try text.joined().write(toFile: folder + "/train.txt", atomically: true, encoding: .utf8)
    let arguments = [
      "supervised", "-input", folder + "/train.txt", "-output", folder + "/m", "-thread", "1", "-lr", "0.8",
    ]
    _ = try #require(output(of: "fasttext", arguments + options))
    return folder + "/m.bin"
  }

  static func quantize(in folder: String, options: [String]) throws -> String {
    let arguments = [
      "quantize", "-input", folder + "/train.txt", "-output", folder + "/m", "-thread", "1", "-dsub", "3",
    ]
    _ = try #require(output(of: "fasttext", arguments + options))
    return folder + "/m.ftz"
  }

  /// Compares all label probabilities on the probes with the program's.
  static func expectSamePredictions(_ path: String, labels: Int, in folder: String, _ context: Comment) throws {
    let probes = probes(labels: labels)
    try (probes.joined(separator: "\n") + "\n").write(toFile: folder + "/probe.txt", atomically: true, encoding: .utf8)
    let printed = try #require(output(of: "fasttext", ["predict-prob", path, folder + "/probe.txt", "\(labels)"]))
    let expected = printed.split(separator: "\n", omittingEmptySubsequences: false)
    try #require(expected.count == probes.count + 1)

    let meanings = Dictionary(uniqueKeysWithValues: (0..<labels).map { (Name("\($0)"), LabelTarget(score: .safe)) })
    let predictor = try FastTextScorer(model: FastTextModel(path: path), labels: meanings).makePredictor()
    for (probe, line) in zip(probes, expected) {
      let fields = line.split(separator: " ")
      let ours = predictor.predictions(for: probe)
      let byLabel = Dictionary(uniqueKeysWithValues: ours.map { ($0.label, $0.probability) })
      for pair in stride(from: 0, to: fields.count, by: 2) {
        let theirs = try #require(Float(fields[pair + 1]))
        let mine = try #require(byLabel[String(fields[pair])], context)
        #expect(abs(theirs - mine) < 1e-4, context)
      }
      if fields.count >= 4, let first = Float(fields[1]), let second = Float(fields[3]), first - second > 1e-5 {
        #expect(ours[0].label == String(fields[0]), context)
      }
    }
  }
}

/// A small seeded generator for tests.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}

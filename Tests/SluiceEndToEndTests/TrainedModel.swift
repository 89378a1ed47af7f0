import Foundation
import TestSupport

/// Small fastText models trained by Debian's `fasttext` on made-up sentences: each level has words of its own.
enum TrainedModel {
  static let isAvailable = (try? run("sh", ["-c", "command -v fasttext"]).status) == 0
  static let missing: String = "needs Debian's fasttext: apt-get install fasttext"

  private static let words = [
    ["garden", "kettle", "sunrise"], ["mud", "drizzle", "puddle"], ["gravel", "fog", "draught"],
    ["thunder", "flood", "gale"], ["iceberg", "avalanche", "cyclone"], ["volcano", "meteor", "quake"],
  ]

  /// A sentence of a level, the same for the same index.
  static func sentence(level: Int, index: Int) -> String {
    var random = SeededGenerator(seed: UInt64(index * 6 + level))
    let fill = ["the", "a", "with", "old", "near", "and"]
    return (0..<12).map {
      $0 % 2 == 0 ? words[level].randomElement(using: &random)! : fill.randomElement(using: &random)!
    }
    .joined(separator: " ")
  }

  /// Trains a model.
  ///
  /// - Parameter labels: one for each level, without `__label__`.
  /// - Returns: the model's path.
  static func train(
    in scratch: Scratch, name: String = "m", labels: [String] = ["0", "1", "2", "3", "4", "5"], epochs: Int = 30
  ) throws -> String {
    let lines = (0..<600).map { "__label__\(labels[$0 % 6]) \(sentence(level: $0 % 6, index: $0))\n" }
    let data = try scratch.write(lines.joined(), to: "\(name).txt")
    _ = try output(
      "fasttext",
      [
        "supervised", "-input", data, "-output", scratch.file(name), "-thread", "1", "-dim", "8", "-lr", "0.5",
        "-epoch", "\(epochs)", "-bucket", "1000", "-wordNgrams", "2", "-minn", "2", "-maxn", "4",
      ])
    return scratch.file(name + ".bin")
  }

  /// Labelled lines, `count` of each level, the first with a word nothing else holds.
  static func labelled(_ count: Int, from start: Int = 10_000) -> String {
    (0..<count * 6).map { index in
      let text = sentence(level: index % 6, index: start + index) + (index == 0 ? " canaryword" : "")
      return "{\"id\":\"d\(index)\",\"text\":\"\(text)\",\"score\":\(index % 6),\"source\":\"s\(index % 2)\"}\n"
    }.joined()
  }
}

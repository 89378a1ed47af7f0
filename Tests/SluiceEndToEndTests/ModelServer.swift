import Foundation
import TestSupport

/// A chat completion server with scripted answers and faults: Tests/Interop/llm_server.py, over real HTTP.
final class ModelServer {
  let url: String
  private let process: Spawned
  private let log: String

  static let isAvailable = (try? run("python3", ["-c", "import http.server"]).status) == 0

  /// - Parameter script: what the program takes; see its opening lines.
  init(_ script: [String: Any] = [:], in scratch: Scratch) throws {
    let name = UUID().uuidString
    let port = scratch.file("port-" + name)
    log = scratch.file("requests-" + name)
    let program = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../Interop/llm_server.py").standardized.path
    let json = String(decoding: try JSONSerialization.data(withJSONObject: script), as: UTF8.self)
    process = try Spawned("python3", [program, port, log, json], files: ["/dev/null", "/dev/null", "/dev/null"])
    var number = ""
    for _ in 0..<600 where number.isEmpty {
      usleep(20_000)
      number = (try? String(contentsOfFile: port, encoding: .utf8)) ?? ""
    }
    guard !number.isEmpty else { throw Failed(description: "the server did not start") }
    url = "http://127.0.0.1:\(number)/v1"
  }

  deinit {
    process.signal(SIGKILL)
    _ = process.wait()
  }

  /// The digests of the requests that came, in order.
  func requests() throws -> [String] { try logged().map { $0["sha256"] as! String } }

  func logged() throws -> [[String: Any]] {
    guard FileManager.default.fileExists(atPath: log) else { return [] }
    return try bytes(of: log).split(separator: 10).compactMap {
      try JSONSerialization.jsonObject(with: Data($0)) as? [String: Any]
    }
  }
}

/// A finished run with filled queues, and the commands of `synthesize` on it.
final class SynthesisBench {
  let scratch: Scratch
  let folder: String

  /// - Parameter documents: a third each goes to recontextualize, refusal and keep.
  init(documents: Int = 30, text: (Int) -> String = SynthesisBench.text) throws {
    let bench = try Workbench()
    scratch = bench.scratch
    let lines = try (0..<documents).map { index in
      let word = ["harbour", "lantern", "meadow"][index % 3]
      let text = String(decoding: try JSONEncoder().encode(text(index) + " " + word + "."), as: UTF8.self)
      return "{\"id\":\"doc-\(index)\",\"text\":\(text),\"source\":\"s\(index % 2)\"}\n"
    }
    let half = documents / 2
    try scratch.write(lines[..<half].joined(), to: "in/a.jsonl")
    try scratch.write(lines[half...].joined(), to: "in/b/c.jsonl")
    folder = scratch.file("out")
    let (finished, _) = try bench.run("in", to: "out")
    guard finished.status == 0 else { throw Failed(description: finished.errors) }
  }

  static func text(_ index: Int) -> String {
    var generator = SeededGenerator(seed: UInt64(index) + 5)
    let words = [
      "the", "a", "river", "garden", "letter", "morning", "and", "of", "canaryword", "teacher", "was", "in", "winter",
    ]
    return (0..<60).map { _ in words.randomElement(using: &generator)! }.joined(separator: " ")
  }

  func synthesize(
    _ stage: String = "recontextualize", _ arguments: [String], environment: [String: String] = [:]
  ) throws -> Finished {
    try run(sluiceBinary, ["synthesize", stage, "--run", folder] + arguments, environment: environment)
  }

  func live(_ server: ModelServer, _ stage: String = "recontextualize", _ arguments: [String] = []) throws -> Finished {
    try synthesize(stage, ["--endpoint", server.url, "--model", "m"] + arguments)
  }

  func query(_ sql: String) throws -> String {
    try RunFiles(folder: folder).query(sql).trimmingCharacters(in: .newlines)
  }

  /// Rows of a stage's published files, in order.
  func rows(_ stage: String = "recontextualize") throws -> [[String: Any]] {
    try parts(stage).flatMap { part in
      try RunFiles(folder: folder).lines("synthetic/\(stage)", part).map {
        try JSONSerialization.jsonObject(with: Data($0)) as! [String: Any]
      }
    }
  }

  func parts(_ stage: String = "recontextualize") throws -> [String] {
    try files(below: "\(folder)/synthetic/\(stage)")
  }

  /// The stage's sums of `sluice status --json`.
  func status(_ stage: String = "recontextualize") throws -> [String: Any] {
    let finished = try sluice("status", folder, "--json")
    let status = try JSONSerialization.jsonObject(with: Data(finished.output)) as! [String: Any]
    return (status["synthesis"] as! [[String: Any]]).first { $0["stage"] as? String == stage } ?? [:]
  }

  /// Whether requested = accepted + rejected + pending.
  func adds(_ stage: String = "recontextualize") throws -> Bool {
    let status = try status(stage)
    let rejected = (status["rejected"] as! [String: Int]).values.reduce(0, +)
    return status["requested"] as! Int == (status["accepted"] as! Int) + rejected + (status["pending"] as! Int)
  }
}

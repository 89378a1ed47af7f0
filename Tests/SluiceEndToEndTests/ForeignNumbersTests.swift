import Foundation
import TestSupport
import Testing

/// No number from outside, however absurd, ends the program by a trap: it is refused, or held within what a count can
/// be. `SLUICE_FUZZ_ROUNDS` sets how many ledgers are damaged.
struct ForeignNumbersTests {
  private static let extremes = [
    "9223372036854775807", "-9223372036854775808", "9223372036854775806", "4611686018427387904", "-1", "0",
    "4294967296", "1099511627776",
  ]

  /// Signals end with 128 and more, an end by the system with a negative status.
  private func isTrap(_ finished: Finished) -> Bool { finished.status < 0 || finished.status >= 128 }

  @Test func everyNumericOptionIsCheckedOrHeld() throws {
    let bench = try Workbench()
    try bench.scratch.write(Corpus(documents: 12, seed: 1).bytes, to: "in/x.jsonl")
    let input = bench.path("in")
    let (made, files) = try bench.run("in", to: "out")
    #expect(made.status == 2)
    try bench.scratch.write("{\"id\":\"a\",\"text\":\"a b c\"}\n", to: "items.jsonl")
    try bench.scratch.write(#"{"text":"a b c","score":1}"# + "\n", to: "labelled.jsonl")
    let options: [(command: [String], options: [String])] = [
      (
        ["scan", input, "-q"],
        [
          "--sample", "--jobs", "--max-line-bytes", "--max-window-log", "--price-per-million-tokens",
          "--tokens-per-second",
        ]
      ),
      (
        ["run", input, "-q", "--output", "@"],
        [
          "--checkpoint-seconds", "--checkpoint-bytes", "--max-bad-lines", "--level",
          "--shard-count", "--shard-index",
        ]
      ),
      (["report", files.folder], ["--price-per-million-tokens", "--tokens-per-second"]),
      (["sample", input, "-q", "--output", "@"], ["--count", "--seed"]),
      (["tag", "--run", files.folder, "-q", "--replace"], ["--probability", "--min-score", "--seed", "--jobs"]),
      (["evaluate", bench.path("labelled.jsonl"), "-q", "--resamples", "2"], ["--errors", "--seed", "--base-rate"]),
      (
        [
          "synthesize", "recontextualize", "--run", files.folder, "--model", "m", "-q", "--endpoint",
          "http://127.0.0.1:1",
          "--retries", "0",
        ],
        [
          "--concurrency", "--timeout", "--max-tokens-total", "--max-cost", "--price-input", "--max-tokens",
          "--temperature", "--max-words", "--attempts", "--max-score", "--seed",
        ]
      ),
      (
        ["annotate", bench.path("items.jsonl"), "--output", "@", "--model", "m", "--batch", "@b", "-q"],
        ["--votes", "--max-words", "--batch-lines", "--temperature"]
      ),
      (
        ["decode", "--endpoint", "http://127.0.0.1:1", "x"],
        [
          "--beams", "--proposals", "--discard", "--max-tokens",
          "--logprobs",
        ]
      ),
    ]
    let values = [
      "inf", "-inf", "nan", "1e300", "1e-320", "1e18", "-0.0", "-1", "9223372036854775807", "9223372036854775808", "",
    ]
    var generator = SeededGenerator(seed: 11)
    var number = 0
    for (command, names) in options {
      for name in names {
        for value in values.shuffled(using: &generator).prefix(4) {
          number += 1
          let arguments = command.map { $0.replacing("@", with: bench.path("o\(number)")) } + ["\(name)=\(value)"]
          let finished = try run(sluiceBinary, arguments)
          #expect(!isTrap(finished), "\(arguments): \(finished.status) \(finished.errors)")
        }
      }
    }
  }

  @Test(arguments: [
    ("--checkpoint-seconds", "inf", 0), ("--checkpoint-seconds", "1e300", 0), ("--checkpoint-seconds", "nan", 64),
  ])
  func aTimeThatNeverComesIsNever(_ option: String, _ value: String, _ status: Int) throws {
    let bench = try Workbench()
    try bench.scratch.write(Corpus(documents: 3, seed: 1, oddities: false).bytes, to: "in/x.jsonl")
    #expect(try bench.run("in", to: "out", [option, value]).finished.status == Int32(status))
  }

  @Test(arguments: [
    "tokens: 9.3e18", "tokens: 1e308T", "tokens: 9223372036854775807", "seed: 9223372036854775808",
    "shard_bytes: 1e300",
    "bytes_per_token: inf", "bytes_per_token: 1e-320", "tokens: 1000T", "tokens: 1e-320",
  ])
  func aRecipesNumbersAreBounded(_ line: String) throws {
    let bench = try Workbench()
    try bench.scratch.write(Corpus(documents: 3, seed: 1, oddities: false).bytes, to: "in/x.jsonl")
    _ = try bench.run("in", to: "out")
    for amount in [
      "share: rest", "share: 1", "tokens: 9223372036854775807", "repeat: 1000", "share: 0.9999999999999999",
    ] {
      let recipe = try bench.scratch.write(
        "version: 1\n\(line)\ncomponents:\n  - from: kept\n    \(amount)\n", to: "r.yaml")
      let finished = try sluice("mix", "--run", bench.path("out"), "--recipe", recipe, "--dry-run")
      #expect(!isTrap(finished), "\(line), \(amount): \(finished.errors)")
    }
  }

  @Test(arguments: ["9223372036854775807", "4398046511105", "-1"])
  func aManifestsCountsAreBounded(_ count: String) throws {
    let bench = try Workbench()
    for name in ["a", "b"] { try bench.scratch.write(Corpus(documents: 3, seed: 1).bytes, to: "in/\(name).jsonl") }
    for line in ["\(count),", ",\(count)"] {
      let list = try bench.scratch.write("in/a.jsonl,\(line),\nin/b.jsonl,\(line),\n", to: "list.csv")
      let finished = try sluice(
        "run", "--manifest", list, "--output", bench.path("out"), "--shard-index", "0", "--shard-count", "2")
      #expect(finished.status == 1 && finished.errors.contains("is not a count"), "\(finished.errors)")
    }
  }

  @Test func countsThatAServerMadeUpDoNotBrickARun() throws {
    let bench = try SynthesisBench(documents: 6)
    _ = try bench.synthesize("recontextualize", ["--model", "m", "--batch", bench.scratch.file("todo")])
    let text =
      "People in the town talked calmly about what happened, and the library offered a course for everybody there."
    let hashes = try bench.query("SELECT request_hash FROM synthesis").split(separator: "\n")
    let usage = #""usage":{"prompt_tokens":9223372036854775807,"completion_tokens":9223372036854775807}"#
    try bench.scratch.write(
      hashes.map {
        #"{"custom_id":"\#($0)","response":{"status_code":200,"body":{"choices":[{"message":{"content":"\#(text)"},"finish_reason":"stop"}],\#(usage)}}}"#
          + "\n"
      }.joined(), to: "answers.jsonl")
    let imported = try bench.synthesize("recontextualize", ["--import", bench.scratch.file("answers.jsonl")])
    #expect(imported.status == 0, "\(imported.errors)")
    #expect(try bench.query("SELECT count(*) FROM synthesis WHERE outcome = 'accepted' AND tokens_in IS NULL") == "2")
    // A ledger that an earlier version has written.
    _ = try output(
      "sqlite3",
      [
        bench.folder + "/ledger.sqlite",
        "UPDATE synthesis SET tokens_in = 9223372036854775807, tokens_out = -9223372036854775807",
      ])
    let status = try bench.status()
    #expect(status["tokensIn"] as? Int == 0 && status["tokensOut"] as? Int == 0 && status["accepted"] as? Int == 2)
    let more = try bench.synthesize("recontextualize", ["--model", "m", "--batch", bench.scratch.file("more")])
    #expect(more.status == 0, "\(more.errors)")
  }

  @Test func numbersInALedgerAreReadOrRefused() throws {
    let bench = try SynthesisBench(documents: 12)
    _ = try bench.synthesize("recontextualize", ["--model", "m", "--batch", bench.scratch.file("todo")])
    let folder = bench.folder
    let intact = bench.scratch.file("intact.sqlite")
    try FileManager.default.copyItem(atPath: folder + "/ledger.sqlite", toPath: intact)
    let columns = try bench.query(
      """
      SELECT m.name || ' ' || c.name FROM sqlite_schema m, pragma_table_info(m.name) c
      WHERE m.type = 'table' AND c.type IN ('INTEGER', 'REAL') AND m.name NOT LIKE 'sqlite%'
      """
    ).split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    #expect(columns.count > 40)
    let rounds = ProcessInfo.processInfo.environment["SLUICE_FUZZ_ROUNDS"].flatMap(Int.init) ?? 8
    var generator = SeededGenerator(seed: 18)
    for round in 0..<rounds {
      try? FileManager.default.removeItem(atPath: folder + "/ledger.sqlite")
      try FileManager.default.copyItem(atPath: intact, toPath: folder + "/ledger.sqlite")
      var edits: [String] = []
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let column = columns.randomElement(using: &generator)!
        let value = Self.extremes.randomElement(using: &generator)!
        let some = Bool.random(using: &generator) ? "" : " WHERE rowid % 2 = 0"
        // Tables without rowid take all rows; keys that collide leave the row as it was.
        edits.append("UPDATE OR IGNORE \(column[0]) SET \(column[1]) = \(value)\(some);")
        edits.append("UPDATE OR IGNORE \(column[0]) SET \(column[1]) = \(value);")
      }
      for edit in edits { _ = try run("sqlite3", [folder + "/ledger.sqlite", edit]) }
      for arguments in [
        ["status", folder], ["report", folder], ["report", folder, "--json"], ["verify", folder, "--inputs"],
        ["explain", folder, "a.jsonl#1"], ["explain", folder, "doc-1", "--show-text"], ["ledger", "export", folder],
        ["report", folder, folder],
        [
          "synthesize", "recontextualize", "--run", folder, "--model", "m", "--batch", bench.scratch.file("t\(round)"),
          "-q",
        ],
        ["run", bench.scratch.file("in"), "--output", folder, "-q", "--policy", bench.scratch.file("policy.yaml")],
        ["tag", "--run", folder, "-q", "--replace"],
        ["mix", "--run", folder, "--recipe", "score-0", "--dry-run"],
      ] {
        let finished = try run(sluiceBinary, arguments)
        #expect(!isTrap(finished), "\(arguments.prefix(2)) after \(edits): \(finished.status) \(finished.errors)")
      }
    }
  }

  /// Numbers in JSON that a run or a report has written, and somebody has edited.
  @Test func numbersInJSONAreReadOrRefused() throws {
    let bench = try SynthesisBench(documents: 12)
    _ = try bench.synthesize("recontextualize", ["--model", "m", "--batch", bench.scratch.file("todo")])
    _ = try sluice("tag", "--run", bench.folder, "-q")
    let report = bench.scratch.file("card")
    _ = try sluice("report", bench.folder, "--output", report)
    let recipe = try bench.scratch.write("version: 1\ncomponents:\n  - from: kept\n", to: "r.yaml")
    let mix = bench.scratch.file("mix")
    #expect(try sluice("mix", "--run", bench.folder, "--recipe", recipe, "--output", mix).status == 0)
    let options = try bench.query("SELECT options_json FROM runs")
    let settings = try bench.query("SELECT settings_json FROM synthesis_stages")
    var generator = SeededGenerator(seed: 4)
    for value in ["9223372036854775807", "-1", "1e300", "18446744073709551615"] {
      /// Puts the value in place of some whole numbers.
      func edited(_ text: String) -> String {
        text.replacing(/([:\[,\s])-?\d+(?:\.\d+)?(?=[,\]\}\s])/) { match in
          Int.random(in: 0..<4, using: &generator) == 0 ? match.output.1 + value : String(match.output.0)
        }
      }
      func check(_ arguments: [String]) throws {
        let finished = try run(sluiceBinary, arguments)
        #expect(!isTrap(finished), "\(arguments) with \(value): \(finished.status) \(finished.errors)")
      }
      for (path, commands) in [
        (report + "/report.json", [["report", report, bench.folder]]),
        (
          mix + "/manifest.json",
          [
            ["verify", mix], ["explain", mix, "documents/part-00000.jsonl.zst#1"],
            ["mix", "--run", bench.folder, "--recipe", recipe, "--output", mix],
          ]
        ),
        (bench.folder + "/tagged/manifest.json", [["verify", bench.folder], ["tag", "--run", bench.folder, "-q"]]),
        (bench.folder + "/run.json", [["verify", bench.folder], ["report", bench.folder]]),
      ] {
        let intact = try bytes(of: path)
        try Data(edited(String(decoding: intact, as: UTF8.self)).utf8).write(to: URL(fileURLWithPath: path))
        for command in commands { try check(command) }
        try Data(intact).write(to: URL(fileURLWithPath: path))
      }
      for (table, column, text) in [("runs", "options_json", options), ("synthesis_stages", "settings_json", settings)]
      {
        for new in [edited(text), text] {
          _ = try output(
            "sqlite3", [bench.folder + "/ledger.sqlite", "UPDATE \(table) SET \(column) = '\(new)'"])
          for command in [
            ["verify", bench.folder, "--inputs"], ["report", bench.folder, "--show-text"],
            ["tag", "--run", bench.folder, "-q"],
            [
              "synthesize", "recontextualize", "--run", bench.folder, "--model", "m", "--batch",
              bench.scratch.file("more"), "-q",
            ],
          ] { try check(command) }
        }
      }
    }
  }

  @Test func aTasksLedgerInThePlaceOfAnothersIsFound() throws {
    let bench = try Workbench()
    for name in ["a", "b", "c", "d"] {
      try bench.scratch.write(Corpus(documents: 9, seed: 1).bytes, to: "in/\(name).jsonl")
    }
    for task in ["0", "1"] { _ = try bench.run("in", to: "out", ["--shard-index", task, "--shard-count", "2"]) }
    let parts = try files(below: bench.path("out/ledger-parts")).filter { $0.hasSuffix(".sqlite") }
    #expect(parts.count == 2)
    let paths = parts.map { bench.path("out/ledger-parts/") + $0 }
    try FileManager.default.removeItem(atPath: paths[1])
    try FileManager.default.copyItem(atPath: paths[0], toPath: paths[1])
    for arguments in [["status"], ["report"], ["ledger", "export"], ["ledger", "merge"]] {
      let finished = try run(sluiceBinary, arguments + [bench.path("out")])
      #expect(!isTrap(finished), "\(arguments): \(finished.errors)")
    }
    let verified = try sluice("verify", bench.path("out"))
    #expect(verified.status == 1 && verified.text.contains("not the ledger of"), "\(verified.text) \(verified.errors)")
    #expect(try sluice("ledger", "merge", bench.path("out")).status == 1)
  }
}

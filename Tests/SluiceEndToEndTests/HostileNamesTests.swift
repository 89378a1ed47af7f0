import Foundation
import TestSupport
import Testing

/// Promises: names are bytes, in every command; no name steers a terminal; a name that does not fit is its own
/// shard's trouble.
struct HostileNamesTests {
  /// A folder in which a script finds `$S`, the program, and names that hold what is hostile.
  private final class Names {
    let scratch: Scratch

    init() throws {
      scratch = try Scratch()
      try scratch.write(Corpus.policy, to: "policy.yaml")
      try scratch.write("version: 1\ncomponents:\n  - from: kept\n  - from: tagged\n", to: "recipe.yaml")
    }

    /// Names of shards: Latin-1, composed, decomposed, K, the Kelvin sign, and one with escapes and a line end.
    private static let prelude = #"""
      L=$(printf 'caf\xe9'); C=$(printf 'caf\xc3\xa9'); D=$(printf 'cafe\xcc\x81'); K=K; Z=$(printf '\xe2\x84\xaa')
      X=$(printf 'x\x1b[31m\n\xe2\x80\xae\xc2\x9bx'); B=$(printf '\x1b]0;\xe2\x80\xae\xe9')
      shard() {
        printf '{"id":"i\\u001b[31m\\n%s","source":"s\\u202e\\u001b","text":"%s one garden window"}\n' "$2" "$2"
        printf '{"id":"%s","source":"%s","text":"%s two lantern window"}\nno json\n' "$2" "$2" "$2"
      }
      corpus() { mkdir -p "$1"; for n in "$L" "$C" "$D" "$K" "$Z" "$X"; do shard 1 "${n//[^a-zA-Z]/-}" > "$1/$n.jsonl"; done; }
      """#

    func shell(_ script: String) throws -> Finished {
      try run("bash", ["-c", Self.prelude + "\ncd '\(scratch.path)' && S='\(sluiceBinary)'\n" + script])
    }
  }

  private func expectHarmless(_ finished: Finished, _ what: String) {
    let bytes = finished.output + Array(finished.errors.utf8)
    #expect(!bytes.contains { $0 < 0x20 && $0 != 0x0A || $0 == 0x7F }, "\(what): a control character")
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(!text.unicodeScalars.contains("\u{202E}") && !text.unicodeScalars.contains("\u{9B}"), "\(what)")
    #expect(!text.unicodeScalars.contains { $0.value >= 0x10_FF80 || $0 == "\u{FFFD}" }, "\(what): a byte that is none")
    #expect(!text.split(separator: "\n").contains { $0.hasPrefix("\\u{202E}") }, "\(what): a name breaks the line")
  }

  @Test func everyCommandWorksOnSuchNamesAndShowsThemEscaped() throws {
    let names = try Names()
    let run = #"$S run in -o "$L" --policy policy.yaml --attributes --checkpoint-bytes 1M"#
    let steps: [(command: String, status: Int32, shows: String)] = [
      (#"corpus in; echo x > "in/$B.txt"; $S scan in --policy policy.yaml"#, 2, #"\x1B]0;\u{202E}\xE9.txt"#),
      (#"$S scan "in/$L.jsonl" "in/$C.jsonl" --policy policy.yaml"#, 2, "in 2 shards"),
      (#"$S scan 'in/*.jsonl' --policy policy.yaml -q"#, 2, "in 6 shards"),
      (run, 2, #"caf\xE9: 6 of 6 shards done"#), (run, 2, "Nothing to do"),
      (#"$S verify "$L" --inputs"#, 0, "6 shards"),
      (#"$S status "$L""#, 0, #"caf\xE9"#), (#"$S report "$L""#, 0, #"s\u{202E}\x1B"#),
      (#"$S report "$L" --csv sources"#, 0, ""),
      (#"$S explain "$L" $'i\e[31m\ncaf-'"#, 0, #"caf\xE9.jsonl#1"#),
      (#"$S explain "$L" "$L.jsonl#2""#, 0, #"refusal/caf\xE9.jsonl.zst"#),
      (#"cp "$L/keep/$L.jsonl.zst" "$L/keep/$X.zst"; $S verify "$L""#, 1, #"x\x1B[31m\x0A\u{202E}\u{9B}x.zst"#),
      (#"rm "$L/keep/$X.zst"; mv "$L/keep/$D.jsonl.zst" moved; $S verify "$L""#, 1, "1 difference"),
      (#"mv moved "$L/keep/$D.jsonl.zst"; $S verify "$L""#, 0, "as it was committed"),
      (#"$S run --input-quarantine "$L" -o "$D$L" --policy policy.yaml"#, 2, "6 of 6"),
      (#"$S sample in -n 3 -o "$L.jsonl""#, 2, ""),
      (#"$S tag --run "$L" --min-score 0 && $S verify "$L""#, 0, "as it was"),
      (#"$S mix --run "$L" --recipe recipe.yaml -o "$C$L" && $S verify "$C$L""#, 0, #"caf\u{E9}caf\xE9"#),
      (#"$S synthesize refusals --run "$L" --batch "todo$L" --model m && ls "todo$L""#, 0, "refusals-00001.jsonl"),
      (
        #"for i in 0 1; do $S run in -o "$X" --policy policy.yaml --shard-index $i --shard-count 2; done; $S ledger merge "$X" --ignore-other-files && $S verify "$X" --inputs"#,
        0, "6 shards"
      ),
      (#"$S run "$B" -o y"#, 1, #"\x1B]0;\u{202E}\xE9: no such file"#), (#"$S inspect "$B""#, 1, #"\xE9"#),
      (#"$S "$B""#, 64, #"\xE9"#), (#"$S run in -o y --policy "$B""#, 1, #"\xE9"#),
      (
        #"printf 'version: 1\n"k\\e[31m\\u202E": 2\n' > "$B.yaml"; $S run in -o y --policy "$B.yaml""#, 1,
        #"k\x1B[31m\u{202E}"#
      ),
      (#"$S status "$X/none""#, 1, #"\u{9B}"#), (#"$S mix --run "$B" --recipe "$B" -o z"#, 1, #"\xE9"#),
    ]
    for step in steps {
      let finished = try names.shell(step.command)
      #expect(finished.status == step.status, "\(step.command): \(finished.text) \(finished.errors)")
      let shows = step.shows.replacingOccurrences(of: #"\u{E9}"#, with: "\u{E9}")
      #expect(
        shows.isEmpty || (finished.text + finished.errors).contains(shows),
        "\(step.command): \(finished.text) \(finished.errors)")
      if !step.command.contains("--csv") { expectHarmless(finished, step.command) }
    }
    let listed = try names.shell(#"ls "$L/keep" | wc -l; ls -b "$L/keep""#)
    #expect(listed.text.contains(#"caf\351.jsonl.zst"#), "the output has the bytes of the input's name: \(listed.text)")
  }

  /// Promise 1: two shards are one only if the bytes of their names are equal.
  @Test func twinsAreTwoShardsAndAStrayTwinIsFound() throws {
    let names = try Names()
    _ = try names.shell(#"mkdir in; shard 1 a > "in/$C.jsonl"; shard 1 b > "in/$D.jsonl"; shard 1 k > in/K.jsonl"#)
    let run = try names.shell("$S run in -o out --policy policy.yaml")
    #expect(run.text.contains("3 of 3 shards") && run.text.contains("keep             3 documents"), "\(run.text)")
    let stray = try names.shell(#"cp out/keep/K.jsonl.zst "out/keep/$Z.jsonl.zst"; $S verify out"#)
    #expect(stray.status == 1 && stray.text.contains("no shard of this run has written this file"), "\(stray.text)")
    let list = try names.shell(
      #"rm "out/keep/$Z.jsonl.zst"; $S verify out --manifest-out m.csv && $S verify out --manifest m.csv"#)
    #expect(list.status == 0, "\(list.text) \(list.errors)")
    let one = try names.shell(#"grep -v "$D" m.csv > n.csv; $S verify out --manifest n.csv"#)
    #expect(one.status == 1 && one.text.contains("does not list"), "\(one.text)")
  }

  @Test(arguments: ["gzip", "zstd"])
  func aNameThatHardlyFitsHasOutputsThatDo(_ codec: String) throws {
    let names = try Names()
    let run = try names.shell(
      """
      mkdir in; shard 1 ok > in/ok.jsonl
      for n in 238 241 247 249; do shard 1 a$n > in/$(printf "n%.0s" $(seq $n)).jsonl; done
      $S run in -o out --policy policy.yaml --codec \(codec) --attributes; echo "exit $?"
      $S run in -o out --policy policy.yaml --codec \(codec) --attributes | head -1
      $S verify out --inputs && $S tag --run out --min-score 0 && $S verify out
      """)
    #expect(run.text.contains("5 of 5 shards done") && run.text.contains("exit 2"), "\(run.text) \(run.errors)")
    #expect(run.text.contains("Nothing to do") && run.text.contains("as it was committed"), "\(run.text) \(run.errors)")
  }

  @Test func aPathThatIsTooLongFailsAlone() throws {
    let names = try Names()
    let run = try names.shell(
      """
      d=$(printf 'd%.0s' $(seq 200)); p=$PWD/in; mkdir in; shard 1 ok > in/ok.jsonl
      cd in; for i in $(seq 18); do mkdir $d; cd $d; done; shard 1 deep > deep-in-folders.jsonl; cd \(names.scratch.path)
      o=$PWD/$d/$d
      $S run in -o $o --policy policy.yaml; echo "exit $?"
      """)
    #expect(
      run.text.contains("1 of 2 shards done") && run.text.contains("exit 2"),
      "\(run.text.suffix(600)) \(run.errors.suffix(600))")
    #expect(run.text.contains("bytes too long"), "\(run.text.suffix(600))")
  }

  @Test func aFolderNamedLikeAnOutputIsMetWithAnotherNameOrRefusedAtTheStart() throws {
    let names = try Names()
    let run = try names.shell(
      #"mkdir -p in/x.jsonl.zst; shard 1 a | gzip > in/x.jsonl.gz; shard 1 b > in/x.jsonl.zst/y.jsonl; $S run in -o out --policy policy.yaml --attributes"#
    )
    #expect(run.status == 2 && run.text.contains("2 of 2 shards done"), "\(run.text) \(run.errors)")
    let refused = try names.shell(
      #"mkdir -p two/x.jsonl.partial; shard 1 a > two/x.jsonl; shard 1 b > two/x.jsonl.partial/y.jsonl; $S run two -o other --policy policy.yaml --attributes"#
    )
    #expect(refused.status == 1, "\(refused.text)")
    #expect(
      refused.errors.contains("x.jsonl.partial/y.jsonl") && refused.errors.contains("rename"), "\(refused.errors)")
  }

  /// Attributes are called as the shard; a shard with the name of another's unfinished attributes is told at the start.
  @Test func aShardCalledLikeUnfinishedAttributesIsRefusedWithBothNames() throws {
    let bench = try Workbench()
    for name in ["in/x.jsonl", "in/x.jsonl.partial"] { try bench.scratch.write("{\"text\":\"a\"}\n", to: name) }
    let refused = try sluice("run", bench.path("in/*"), "--output", bench.path("out"), "--attributes")
    #expect(refused.status == 1, "\(refused.errors)")
    #expect(refused.errors.contains("x.jsonl.partial: its attributes") && refused.errors.contains("of x.jsonl;"))
    #expect(try sluice("run", bench.path("in/*"), "--output", bench.path("out2")).status == 0)
  }

  @Test func aKeyCopiedFromJSONFindsItsDocument() throws {
    let bench = try Workbench()
    try FileManager.default.createDirectory(atPath: bench.path("in"), withIntermediateDirectories: true)
    let made = try TestSupport.run(
      "bash", ["-c", "printf '{\"text\":\"a\"}\\n' > \"$(printf '\(bench.scratch.path)/in/caf\\xe9.jsonl')\""])
    #expect(made.status == 0)
    let (_, run) = try bench.run("in", to: "out")
    let exported = try sluice("ledger", "export", run.folder)
    let row = try JSONSerialization.jsonObject(with: Data(exported.output)) as! [String: Any]
    let told = try sluice("explain", run.folder, row["key"] as! String)
    #expect(told.status == 0 && told.text.contains("caf\\xE9.jsonl#1"), "\(told.text)\(told.errors)")
  }
}

import SluiceIO
import SluiceLedger
import SluiceMixing
import SluiceRun
import TestSupport

/// A run's folder with texts that a model made, which need no ledger, and the steps of a mix over them.
struct MixFixture {
  static let stages = ["recontextualized": "recontextualize", "refusals": "refusals"]

  let scratch: Scratch
  let recipe: Recipe
  let files: [[MixInput]]
  let runs: [RunSource]

  /// - Parameters:
  ///   - components: the recipe's entries, in order; each reads the texts of its origin.
  ///   - texts: by origin, in two files.
  init(_ settings: String = "", components: String, texts: [String: [String]]) throws {
    scratch = try Scratch()
    recipe = try Recipe.load(
      try scratch.write("version: 1\n\(settings)\ncomponents: [\(components)]\n", to: "recipe.yaml"))
    for (origin, stage) in Self.stages {
      let texts = texts[origin] ?? []
      for part in 0..<2 {
        let rows = texts.enumerated().filter { $0.offset % 2 == part }.map { number, text in
          #"{"id":"\#(stage)/a.jsonl#\#(number + 1)","text":"\#(text)","source":"s\#(number % 3)","metadata":"#
            + #"{"stage":"\#(stage)","style":"plain","origin_key":"a.jsonl#\#(number + 1)","origin_score":\#(number % 4),"#
            + #""model":"m","prompt":"p","prompt_version":1}}"# + "\n"
        }
        try scratch.write(rows.joined(), to: "run/synthetic/\(stage)/\(part).jsonl")
      }
    }
    files = recipe.components.map { component in
      (0..<2).map { part in
        MixInput(
          run: 0, path: "synthetic/\(Self.stages[component.origin.rawValue] ?? "")/\(part).jsonl", form: .synthetic)
      }
    }
    runs = [
      RunSource(
        folder: scratch.file("run"),
        options: RunOptionsRecord(
          attributes: false, codec: OutputCodec(.plain), fields: FieldPaths(), ledger: .all, maxLineBytes: 64 << 20,
          maxWindowLog: 27, safetyKey: "safety", salvage: false, modelName: "m", inputQuarantine: false,
          hashesDropped: false))
    ]
  }

  func survey(jobs: Int = 2) throws -> MixSurvey {
    try MixSurvey(recipe, files: files, runs: runs, jobs: jobs, progress: WorkProgress())
  }

  /// A line of an output shard, and where it is.
  struct Dealt: Hashable {
    var shard: Int
    var place: UInt64
    var component: Int
    var copy: Int
    var line: String

    var key: String { line.split(separator: "\"origin_key\":\"")[1].split(separator: "\"")[0].description }
  }

  func dealt(_ plan: MixPlan, _ survey: MixSurvey, jobs: Int = 2) throws -> [Dealt] {
    let folder = scratch.file("spill-\(jobs)")
    try Folders.create(folder)
    let spills = try MixDealer(
      plan: plan, survey: survey, files: files, runs: runs, jobs: jobs, progress: WorkProgress()
    ).deal(into: folder)
    var dealt: [Dealt] = []
    for (shard, spill) in spills.enumerated() {
      try SortedSpill(path: spill.path, into: ByteBuffer()).forEachRecord { record, line in
        dealt.append(
          Dealt(
            shard: shard, place: record.place, component: record.component, copy: record.copy,
            line: String(decoding: line, as: UTF8.self)))
      }
    }
    return dealt
  }
}

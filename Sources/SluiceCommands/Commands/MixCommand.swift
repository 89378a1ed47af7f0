internal import ArgumentParser
internal import Logging
internal import SluiceIO
internal import SluiceMixing
internal import SluiceReport
internal import SluiceRun

struct MixCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mix",
    abstract: "Build a training set from runs by a recipe.",
    discussion: """
      Takes kept, rewritten, refusal, moral-education, tagged and raw documents of finished runs in the amounts \
      a recipe declares, shuffles them (in phases, if it has a schedule) and writes below --output: documents/ \
      in zstd JSON Lines, manifest.json, README.md (a dataset card) and olmo-core.yaml. The same recipe and runs \
      give the same bytes for any --jobs. What cannot be met is an error that says what is short by how much.

        sluice mix --run safe/ --recipe score-0-rephrased --dry-run
        sluice mix --run safe/ more/ --recipe my-recipe.yaml --output mix/
        sluice mix --list-recipes
        sluice mix --show-recipe score-0-rephrased > my-recipe.yaml

      A recipe is a file, or the name of one inside the program. Its form: docs/mixing.md.
      """)

  @Option(
    name: .customLong("run"), parsing: .upToNextOption,
    help: ArgumentHelp("Folders of finished runs.", valueName: "dir"), transform: Folders.withoutSlash)
  var runs: [String] = []

  @Option(help: ArgumentHelp("What the mix shall hold: a file or a name.", valueName: "recipe"))
  var recipe: String?

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Folder of the mix.", valueName: "dir"), transform: Folders.withoutSlash)
  var output: String?

  @Option(help: "One stream (shuffled), or a folder for each component (components).")
  var layout = MixLayout.shuffled

  @Option(help: "Compression of the documents: zstd, or gzip (which Dolma's mixer needs).")
  var codec = QueueCodec.zstd

  @OptionGroup var jobs: JobsOption

  @Flag(help: "Print the table of documents, words and shares, and write nothing.")
  var dryRun = false

  @Flag(help: "Make the mix anew, throwing away what is there.")
  var replace = false

  @Flag(help: "Mix what is committed, though shards of a run are missing.")
  var allowUnfinished = false

  @Flag(help: "Name the recipes inside the program, and stop.")
  var listRecipes = false

  @Option(help: ArgumentHelp("Print a recipe inside the program, and stop.", valueName: "name"))
  var showRecipe: String?

  @OptionGroup var log: LogOptions

  @Flag(help: "Print the manifest as JSON.")
  var json = false

  func validate() throws {
    if listRecipes || showRecipe != nil { return }
    guard !runs.isEmpty else { throw ValidationError("name the runs with --run DIR") }
    guard recipe != nil else {
      throw ValidationError("name a recipe with --recipe; --list-recipes lists built-in ones")
    }
    guard dryRun || output != nil else { throw ValidationError("name a folder with --output DIR, or use --dry-run") }
  }

  func run() throws {
    if listRecipes { return Console.out(Recipe.builtInNames.map { $0 + "\n" }.joined()) }
    if let showRecipe {
      guard let bytes = Recipe.builtIn(showRecipe) else {
        throw ValidationError("no recipe \(showRecipe) inside the program; --list-recipes lists them")
      }
      return Console.data(String(decoding: bytes, as: UTF8.self))
    }
    var mixer = Mixer(
      recipe: try Recipe.load(recipe!), runs: try runs.map { try RunSource(run: $0) }, layout: layout,
      jobs: jobs.workers)
    mixer.codec = OutputCodec(codec.compression)
    mixer.allowsUnfinished = allowUnfinished
    mixer.replaces = replace
    if dryRun { return try show(try log.watch(mixer.progress) { try mixer.plan() }, wasThere: false) }
    let folder = output!
    let (manifest, wasThere) = try log.watch(mixer.progress) { try mixer.mix(into: folder) }
    let logger = log.makeLogger()
    for run in try MixRecorder(folder: folder, manifest: manifest).record(in: mixer.runs) {
      logger.warning(
        "\(run): read-only, so its ledger has no record of this mix; run the same command again once it can be written")
    }
    try show(manifest, wasThere: wasThere)
  }

  private func show(_ manifest: MixManifest, wasThere: Bool) throws {
    if json { return Console.data(try JSONOutput.render(manifest)) }
    if wasThere { Console.out("Nothing to do: this mix is finished.\n") }
    Console.out(MixTable(manifest, folder: dryRun ? nil : output).render())
  }
}

package import ArgumentParser
internal import SluiceCore

/// `sluice` itself: the list of its commands.
package struct SluiceCommand: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "sluice",
    abstract: "Filter and rebuild language-model pretraining data for safety.",
    discussion: """
      Streams compressed JSON Lines shards (gzip, zstd), scores every document 0 (safe) to 5 (highly unsafe) \
      with a small built-in classifier, routes it to keep, recontextualize, refusal or drop, and \
      records every decision in a SQLite ledger.

      Start with a dry run, which writes nothing:
        sluice scan corpus/

      Then route the corpus into four queues:
        sluice run corpus/ --output safe/
        sluice status safe/
        sluice report safe/ --output card/
        sluice explain safe/ corpus/a.jsonl.gz#17

      Exit codes: 0 done; 1 failed; 2 done, but lines were quarantined or shards failed; 3 refused because \
      inputs, model or policy changed since the run began; 64 wrong usage; 130 interrupted, resumable.
      """,
    version: sluiceVersion,
    subcommands: [],
    groupedSubcommands: [
      CommandGroup(name: "Corpus", subcommands: [ScanCommand.self, ScoreCommand.self, RunCommand.self]),
      CommandGroup(
        name: "Training data",
        subcommands: [SynthesizeCommand.self, TagCommand.self, MixCommand.self, DecodeCommand.self]),
      CommandGroup(
        name: "Audit",
        subcommands: [
          StatusCommand.self, ReportCommand.self, ExplainCommand.self, VerifyCommand.self, LedgerCommand.self,
        ]),
      CommandGroup(
        name: "Classifier",
        subcommands: [
          TrainCommand.self, EvaluateCommand.self, InspectCommand.self, SampleCommand.self, AnnotateCommand.self,
        ]),
    ])

  package init() {}
}

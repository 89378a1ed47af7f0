internal import ArgumentParser
internal import SluiceCore
internal import SluiceSynthesis

struct SynthesizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "synthesize",
    abstract: "Turn queues into training data, with a language model of your choice.",
    discussion: """
      Three stages, each on a finished run: recontextualize rewrites what the run sent to recontextualize, refusals \
      makes dialogues that decline from what it sent to refusal, and moral-education makes articles from those \
      dialogues. A stage asks a live server, or writes batch files and reads their answers back. Every request and \
      what came of it is in the run's ledger; the same command continues where it stopped and never asks twice.

        sluice synthesize recontextualize --run safe/ --model llama \\
          --endpoint http://localhost:8000/v1
        sluice synthesize refusals --run safe/ --model llama --batch todo/
        sluice synthesize moral-education --run safe/ --import answers.jsonl
      """,
    subcommands: [RecontextualizeCommand.self, RefusalsCommand.self, MoralEducationCommand.self])
}

struct RecontextualizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recontextualize",
    abstract: "Rewrite the recontextualize queue safely, in one of several styles.",
    discussion: """
      Writes DIR/synthetic/recontextualize/part-*.jsonl.zst. An answer is accepted if the classifier scores it at \
      most --max-score and it is whole, on task, not a copy, and in the document's language; a rejected one is asked \
      for again in another style. What is rejected --attempts times becomes work for refusals.

        sluice synthesize recontextualize --run safe/ --model llama \\
          --endpoint http://localhost:8000/v1
        sluice synthesize recontextualize --run safe/ --model llama --batch todo/
        vllm run-batch -i todo/recontextualize-00001.jsonl -o answers.jsonl \\
          --model llama
        sluice synthesize recontextualize --run safe/ --import answers.jsonl
      """)

  @OptionGroup var options: StageOptions

  func run() throws { try options.run(.recontextualize) }
}

struct RefusalsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "refusals",
    abstract: "Make dialogues that decline from the refusal queue.",
    discussion: """
      Writes DIR/synthetic/refusals/part-*.jsonl.zst: a user asks for something problematic found in the document, \
      and an assistant declines, says why, and offers something that may help. Takes the refusal queue, and what \
      could not be rewritten. The assistant's words are scored; the quoted request is not.

        sluice synthesize refusals --run safe/ --model llama \\
          --endpoint http://localhost:8000/v1
        sluice synthesize refusals --run safe/ --model llama --batch todo/
        sluice synthesize refusals --run safe/ --import answers.jsonl
      """)

  @OptionGroup var options: StageOptions

  @Option(
    help: ArgumentHelp(
      "Names in the dialogues: fixed (User, Assistant) or varied (default: fixed).", valueName: "names"))
  var speakers: Speakers?

  func run() throws { try options.run(.refusals, speakers: speakers) }
}

struct MoralEducationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "moral-education",
    abstract: "Make articles that teach the principle behind each refusal.",
    discussion: """
      Writes DIR/synthetic/moral-education/part-*.jsonl.zst from the dialogues that `synthesize refusals` has \
      published.

        sluice synthesize moral-education --run safe/ --model llama \\
          --endpoint http://localhost:8000/v1
        sluice synthesize moral-education --run safe/ --model llama --batch todo/
        sluice synthesize moral-education --run safe/ --import answers.jsonl
      """)

  @OptionGroup var options: StageOptions

  func run() throws { try options.run(.moralEducation) }
}

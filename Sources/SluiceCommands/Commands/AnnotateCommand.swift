internal import ArgumentParser
internal import Foundation
internal import SluiceIO
internal import SluiceReport
internal import SluiceTraining

struct AnnotateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "annotate",
    abstract: "Label documents with a language model or in the terminal, and measure agreement.",
    discussion: """
      Takes the documents of a file (JSON Lines with text, and id and source where present; `sluice sample` \
      writes it) and gives each level 0-5, category, stance and a few words. Every judgement is a line of labelled \
      data that `sluice train` and `sluice evaluate` read; the same command continues where it stopped. Predictions in \
      the file are not shown, so that they do not lead.

      A model is asked --votes times about each document, the middle level counts, and the agreement of the votes \
      is printed. Requests and votes are kept in OUTPUT.votes, so that none is paid for twice. Or ask people: \
      --terminal shows one document after another.

      Keys in the terminal: 0-5 level, s skip, u take the last judgement back, esc back, q quit; space, arrows and \
      page keys move the text.

        sluice sample corpus/ --output to-label.jsonl --count 200
        sluice annotate to-label.jsonl --output labels.jsonl --votes 3 \\
          --model llama --endpoint http://localhost:8000/v1
        sluice annotate to-label.jsonl --output labels.jsonl --votes 3 \\
          --model llama --batch todo/
        sluice annotate to-label.jsonl --output labels.jsonl --votes 3 \\
          --import answers.jsonl
        sluice annotate --terminal to-label.jsonl --output anna.jsonl \\
          --annotator anna
        sluice annotate --agreement anna.jsonl ben.jsonl
      """)

  @Argument(help: ArgumentHelp("Documents for a model to judge.", valueName: "input"))
  var input: String?

  @Option(help: ArgumentHelp("Judge the documents of this file in the terminal.", valueName: "file"))
  var terminal: String?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "File for the judgements; documents that are already in it are not asked again.", valueName: "file"))
  var output: String?

  @Option(help: ArgumentHelp("Who judges (default: the user name, or the model's).", valueName: "name"))
  var annotator: String?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Compare two files of judgements of the same documents.", valueName: "files"))
  var agreement: [String] = []

  @OptionGroup(title: "Judging by a model") var votes: VoteOptions
  @OptionGroup(title: "Judging by a model") var backend: BackendOptions
  @OptionGroup(title: "Judging by a model") var live: ServerOptions
  @OptionGroup var log: LogOptions

  @Flag(help: "Print the agreement as JSON.")
  var json = false

  private var asksModel: Bool { backend.endpoint != nil || backend.batch != nil || !backend.imports.isEmpty }

  func validate() throws {
    if !agreement.isEmpty {
      guard agreement.count == 2 else { throw ValidationError("--agreement takes two files of judgements") }
      guard terminal == nil, output == nil, input == nil, !asksModel else {
        throw ValidationError("--agreement compares files and goes without --terminal and --output")
      }
      return
    }
    guard terminal != nil || asksModel, (terminal != nil) != (input != nil) else {
      throw ValidationError(
        "say what to do: INPUT --output FILE with --endpoint, --batch or --import; --terminal FILE --output FILE; or "
          + "--agreement FILE FILE")
    }
    if asksModel {
      guard terminal == nil else {
        throw ValidationError("--terminal asks people: leave out --endpoint, --batch and --import")
      }
      try backend.check()
      if let endpoint = backend.endpoint { try live.check(endpoint) }
    }
    guard let output else { throw ValidationError("name the file of judgements with --output FILE") }
    guard ShardName(output).claimed == nil else {
      throw ValidationError("--output is appended to and cannot be compressed: leave out the suffix of '\(output)'")
    }
    guard output != terminal, output != input else {
      throw ValidationError("--output must be another file than the input")
    }
    guard !json || asksModel else { throw ValidationError("--json goes with --agreement or a model") }
    guard annotator != "" else { throw ValidationError("--annotator must not be empty") }
  }

  func run() throws {
    if !agreement.isEmpty { return try compare() }
    if let terminal { return try judge(terminal, output!) }
    try ModelAnnotation(
      input: input!, output: output!, annotator: annotator, votes: votes, backend: backend, live: live, log: log,
      json: json
    ).run()
  }

  private func judge(_ input: String, _ output: String) throws {
    let items = try AnnotationItems.read(input)
    let name = annotator ?? ProcessInfo.processInfo.environment["USER"].flatMap { $0.isEmpty ? nil : $0 } ?? "annotator"
    let log = try AnnotationLog(path: output)
    let session = AnnotationSession(items: items, done: log.records, annotator: name)
    var annotator = TerminalAnnotator(session: session, log: log)
    let (judged, interrupted) = try annotator.run()
    let done = session.progress.done + judged
    Console.out(
      "\(output): \(Numbers.count(judged)) judged now, \(Numbers.count(done)) of \(Numbers.count(items.count)) by \(name)\n"
    )
    if done < items.count { Console.out("The same command continues with those left.\n") }
    if interrupted { throw ExitCode.interrupted }
  }

  private func compare() throws {
    let records = try agreement.map { path in
      try AnnotationRecord.read(SmallFile.bytes(of: path, limit: 1 << 30), path: path).records
    }
    guard let result = Agreement(records[0], records[1]) else {
      throw IOFailure(
        .noInput, path: agreement.joined(separator: " "), "no document is judged in both; judgements pair by id")
    }
    try json ? Console.data(JSONOutput.render(result)) : Console.out(result.render())
  }
}

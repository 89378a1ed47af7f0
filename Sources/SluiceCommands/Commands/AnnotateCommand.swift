internal import ArgumentParser
internal import Foundation
internal import SluiceClassifier
internal import SluiceIO
internal import SluiceReport

struct AnnotateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "annotate",
    abstract: "Judge documents in the terminal, and measure how far annotators agree.",
    discussion: """
      Shows the documents of a file (JSON Lines with text, and id and source where they are there; `sluice sample` \
      writes it) one after another and asks for level 0-5, category, stance and a few words. Every judgement is a \
      line of labelled data that `sluice train` and `sluice evaluate` read, on disk before the next question; the \
      same command goes on where it ended. Predictions in the file are not shown, so that they do not lead.

      Keys: 0-5 level, s skip, u take the last judgement back, esc back, q quit; space, arrows and page keys move \
      the text.

        sluice sample corpus/ --output to-label.jsonl --count 200
        sluice annotate --terminal to-label.jsonl --output anna.jsonl \\
          --annotator anna
        sluice annotate --agreement anna.jsonl ben.jsonl
      """)

  @Option(help: ArgumentHelp("Judge the documents of this file in the terminal.", valueName: "file"))
  var terminal: String?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Where judgements go; what it holds already is not asked again.", valueName: "file"))
  var output: String?

  @Option(help: ArgumentHelp("Who judges (default: the user name).", valueName: "name"))
  var annotator: String?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Compare two files of judgements of the same documents.", valueName: "files"))
  var agreement: [String] = []

  @Flag(help: "Print the agreement as JSON.")
  var json = false

  func validate() throws {
    if !agreement.isEmpty {
      guard agreement.count == 2 else { throw ValidationError("--agreement takes two files of judgements") }
      guard terminal == nil, output == nil else {
        throw ValidationError("--agreement compares files and goes without --terminal and --output")
      }
      return
    }
    guard terminal != nil else {
      throw ValidationError("say what to do: --terminal FILE --output FILE, or --agreement FILE FILE")
    }
    guard let output else { throw ValidationError("name the file of judgements with --output FILE") }
    guard ShardName(output).claimed == nil else {
      throw ValidationError("--output is appended to and cannot be compressed: leave out the suffix of '\(output)'")
    }
    guard output != terminal else { throw ValidationError("--output must be another file than --terminal") }
    guard !json else { throw ValidationError("--json goes with --agreement") }
    guard annotator != "" else { throw ValidationError("--annotator must not be empty") }
  }

  func run() throws {
    agreement.isEmpty ? try judge(terminal!, output!) : try compare()
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
    if done < items.count { Console.out("The same command goes on with those left.\n") }
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
    Console.out(try json ? JSONOutput.render(result) : AgreementText.render(result))
  }
}

private enum AgreementText {
  static func render(_ agreement: Agreement) -> String {
    func share(_ value: Double) -> String { Numbers.decimal(100 * value, 1) + " %" }
    return """
      documents judged by both  \(Numbers.count(agreement.documents))
      exactly the same level    \(share(agreement.exact))
      within one level          \(share(agreement.withinOne))
      quadratic weighted kappa  \(agreement.quadraticKappa.map { Numbers.decimal($0, 3) } ?? "- (all of one level)")
      same category             \(share(agreement.category))
      same stance               \(share(agreement.stance))

      """
  }
}

internal import SluiceCore
internal import SluiceIO
internal import SluiceLedger

/// The rows of a file that `synthesize` has published against the ledger's: each text with the requests that made it.
struct SyntheticRowsCheck {
  let folder: String
  let reader: LedgerReader

  /// - Parameter file: one that is as it was published.
  func difference(_ file: SynthesisFile) throws -> String? {
    var options = ShardReader.Options.known
    options.maxLineBytes = SyntheticRow.maxBytes
    let lines = try LineCursor(path: folder + "/" + file.path, options: options)
    let parser = FieldReader<SyntheticRow.Field>()
    var difference: String?
    var line: Line?
    // Of a text in several parts, each part has a request of its own.
    try reader.forEachPublished(in: file.path) { attempt in
      guard difference == nil else { return }
      if attempt.outputLine != line?.number {
        if let line, !line.isComplete {
          difference = line.mismatch(file)
          return
        }
        guard try lines.nextRow(), case .success(let fields) = parser.parse(lines) else {
          difference = "\(file.path): ends where the ledger has the text of \(attempt.key)"
          return
        }
        line = Line(lines.number, fields)
      }
      if line?.takes(attempt, of: file.stage) != true { difference = line?.mismatch(file) }
    }
    if difference == nil, let line, !line.isComplete { difference = line.mismatch(file) }
    if difference == nil, try lines.nextRow() {
      difference = "\(file.path): row \(lines.number) is not in the ledger's synthesis"
    }
    return difference
  }

  /// A row of the file, and what of it the ledger's rows have confirmed so far.
  private struct Line {
    let number: Int
    private let stage: String?
    private let styles: [Substring]
    private let key: Name?
    private let score, after, parts, attempt: Int?
    private let model, prompt, version, hash: String?
    private var requests = 0
    private var hasRequest = false
    private var hasScore = false

    init(_ number: Int, _ fields: NamedFields<SyntheticRow.Field>) {
      self.number = number
      stage = fields[.stage].string
      styles = (fields[.style].string ?? "").split(separator: "+", omittingEmptySubsequences: false)
      key = fields[.originKey].string.map { Name($0) }
      score = fields[.originScore].integer
      after = fields[.safetyScore].integer
      parts = fields[.parts].integer
      attempt = fields[.attempt].integer
      model = fields[.model].string
      prompt = fields[.prompt].string
      version = fields[.promptVersion].string
      hash = fields[.requestHash].string
    }

    /// Whether a request of the ledger is one of those that the row came from.
    mutating func takes(_ request: SynthesisAttempt, of stage: SynthesisStage) -> Bool {
      guard number == request.outputLine, request.outcome == .accepted, request.stage == stage,
        self.stage == stage.rawValue, key == Name(request.key), styles.contains(Substring(request.style)),
        model == request.model, prompt == request.prompt, version == request.promptVersion,
        score == request.scoreBefore, let after, let score = request.scoreAfter, score <= after,
        request.parts == parts
      else { return false }
      requests += 1
      hasScore = hasScore || score == after
      hasRequest = hasRequest || (attempt == request.attempt && hash == request.requestHash)
      return true
    }

    /// Whether all requests that the row came from are there.
    var isComplete: Bool { requests == parts && hasRequest && hasScore }

    func mismatch(_ file: SynthesisFile) -> String {
      "\(file.path): row \(number) is not the text of the requests that the ledger has for it"
    }
  }
}

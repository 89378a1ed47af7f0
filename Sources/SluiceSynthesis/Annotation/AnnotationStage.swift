package import SluiceCore
package import SluicePipeline
package import SluiceTraining

/// One judgement that is wanted: the n-th of a document.
package struct VoteSlot: RequestSubject, Sendable, Hashable {
  package var id: Name
  /// From 1.
  package var vote: Int

  package init(id: Name, vote: Int) {
    self.id = id
    self.vote = vote
  }

  package var key: String { "\(id.text)\n\(vote)" }
}

/// Has a model judge documents: several votes each, and one repair of an answer that is not a judgement.
/// One owner at a time.
package final class AnnotationStage: RequestStage {
  package typealias Document = VoteSlot
  package typealias Store = VoteLog

  package let name = "annotate"
  package let store: VoteLog
  /// As judged: long texts are clipped.
  private let items: [AnnotationItem]
  private let votes: Int
  private let renderer: PromptRenderer
  private let repair: Prompt
  private let numbers: [Name: Int]
  /// Ids of documents that are not sent to a model.
  private let forPeople: Set<Name>

  /// - Parameters:
  ///   - votes: judgements wanted of each document.
  ///   - maxWords: of a document, that are judged.
  ///   - logPath: where requests and votes are kept; what it holds is not asked again.
  ///   - people: tell the documents that are not sent to a model.
  package init(
    _ items: [AnnotationItem], votes: Int, maxWords: Int, seed: UInt64, library: PromptLibrary,
    logPath: String, people: [PersonGuard]
  ) throws {
    forPeople = Set(items.lazy.filter { item in people.contains { $0.reserves(item.text) } }.map { Name($0.id) })
    self.items = items.map { item in
      var item = item
      item.text = TextParts.of(item.text, maxWords: maxWords, long: .clip)[0]
      return item
    }
    self.votes = votes
    renderer = try PromptRenderer("annotate", library: library, seed: seed)
    repair = try library.other("annotate-repair")
    store = try VoteLog(path: logPath)
    numbers = Dictionary(items.enumerated().map { (Name($1.id), $0) }) { first, _ in first }
  }

  package func documentCount() -> Int { items.count * votes }

  package func documents() -> Documents {
    var slots = items.lazy.flatMap { [votes] item in (1...votes).lazy.map { VoteSlot(id: Name(item.id), vote: $0) } }
      .makeIterator()
    return { slots.next() }
  }

  /// An answer is judged by itself, so a document need not be in the input any more.
  package func documents(of rows: [VoteRow]) -> Documents {
    var slots = rows.lazy.map(\.slot).makeIterator()
    return { slots.next() }
  }

  package func isForPeople(_ slot: VoteSlot) -> Bool { forPeople.contains(slot.id) }

  package func planner(_ options: ModelOptions) -> Planner {
    { [self] slot in due(slot, options).map { .due([$0]) } ?? .done }
  }

  /// - Returns: nil if the vote is in, or lost because its repair failed, too.
  private func due(_ slot: VoteSlot, _ options: ModelOptions) -> DueRequest<VoteRow>? {
    let earlier = store.rows(of: slot)
    if isOver(earlier) { return nil }
    // The mark of the fence differs from vote to vote, and so do the requests.
    var messages = renderer.messages(
      key: slot.key, text: items[numbers[slot.id]!].text, category: Category.none.rawValue, style: "")
    let rejected = earlier.last { $0.outcome.isAnswered }
    if let rejected {
      messages.append(ChatMessage(role: "assistant", content: rejected.answer ?? ""))
      messages.append(ChatMessage(role: "user", content: repair.body))
    }
    let request = ChatRequest(messages, options: options)
    let row = VoteRow(
      slot, isRepair: rejected != nil, requestHash: request.hash, model: options.model,
      promptVersion: renderer.version(style: "") + (rejected == nil ? "" : "." + repair.version))
    return DueRequest(row: row, request: request)
  }

  /// Whether nothing more is asked for a vote: it is in, its repair failed, or the model declined.
  private func isOver(_ rows: [VoteRow]) -> Bool {
    let answered = rows.filter(\.outcome.isAnswered)
    guard let last = answered.last else { return false }
    return answered.contains { $0.outcome == .accepted || $0.isRepair } || [.refused, .filtered].contains(last.outcome)
  }

  package func judge(_ answer: ChatAnswer, to row: VoteRow, about slot: VoteSlot) -> VoteRow {
    var row = row
    row.tokensIn = answer.tokensIn
    row.tokensOut = answer.tokensOut
    let content = (answer.content ?? "").trimmed
    if answer.finishReason == "content_filter" {
      row.outcome = .filtered
    } else if answer.isRefusal {
      row.outcome = .refused
    } else if !answer.isFinished, answer.finishReason != "length" {
      row.outcome = .unfinished
      row.answer = String(content.prefix(2000))
    } else if let vote = Vote(answer: content), !answer.wasRepaired, vote.reason.isPlainText {
      row.outcome = .accepted
      row.judgement = vote
    } else {
      row.outcome = answer.finishReason == "length" ? .truncated : content.isEmpty ? .empty : .badFormat
      row.answer = String(content.prefix(2000))
    }
    return row
  }

  /// All documents, with the votes that are in so far.
  package func judged() -> [JudgedDocument] {
    items.map { item in
      let rows = (1...votes).map { store.rows(of: VoteSlot(id: Name(item.id), vote: $0)) }
      return JudgedDocument(
        document: item, votes: rows.compactMap { $0.first { $0.outcome == .accepted }?.judgement },
        isComplete: rows.allSatisfy(isOver))
    }
  }
}

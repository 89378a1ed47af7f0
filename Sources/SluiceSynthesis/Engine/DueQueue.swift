internal import SluiceCore

/// The requests of a stage that are due, document after document. An answer may make the next one due.
package struct DueQueue<Stage: RequestStage> {
  package typealias Item = (document: Stage.Document, due: DueRequest<Stage.Store.Row>)

  private let documents: Stage.Documents
  private let state: Stage.Planner
  private var ready: [Item] = []
  /// Requests that were handed out and have not ended, by document.
  private var open: [Name: Int] = [:]

  package private(set) var skipped = 0
  package private(set) var exhausted = 0
  /// Documents about which nothing is left to ask.
  package private(set) var finished = 0

  package init(_ stage: Stage, _ options: ModelOptions) throws {
    state = try stage.planner(options)
    documents = try stage.documents()
  }

  /// - Returns: nil if nothing is due now.
  package mutating func next() throws -> Item? {
    while ready.isEmpty {
      guard let document = try documents() else { return nil }
      try add(document)
    }
    let item = ready.removeFirst()
    open[item.document.name, default: 0] += 1
    return item
  }

  /// To be called for each request that has ended, once everything about it is recorded.
  ///
  /// - Parameter answered: documents that got an answer. The next attempt is due if one was rejected, unless
  ///   other requests about the document are still open.
  package mutating func ended(_ items: [Item], answered: [Stage.Document]) throws {
    for item in items {
      let left = open[item.document.name]! - 1
      open[item.document.name] = left == 0 ? nil : left
    }
    var seen: Set<Name> = []
    for document in answered
    where open[document.name] == nil && seen.insert(document.name).inserted
      && !ready.contains(where: { $0.document.name == document.name })
    {
      try add(document)
    }
  }

  private mutating func add(_ document: Stage.Document) throws {
    switch try state(document) {
    case .due(let requests):
      ready += requests.map { (document, $0) }
      return
    case .done: break
    case .exhausted: exhausted += 1
    case .skipped: skipped += 1
    }
    finished += 1
  }
}

extension RequestSubject {
  fileprivate var name: Name { Name(key) }
}

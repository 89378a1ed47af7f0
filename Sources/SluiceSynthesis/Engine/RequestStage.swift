/// Something that requests can be about.
package protocol RequestSubject {
  /// Unlike that of any other subject of the stage.
  var key: String { get }
}

/// One kind of work for a model: which requests are due for a document, and what an answer comes to.
///
/// A stage decides; `RequestEngine` asks. One owner at a time.
package protocol RequestStage: AnyObject {
  associatedtype Document: RequestSubject
  associatedtype Store: RequestStore

  /// Hands out one document after another; nil at the end.
  typealias Documents = () throws -> Document?
  /// Says what is left to ask about a document, from what was asked and answered so far.
  typealias Planner = (Document) throws -> DocumentState<Store.Row>

  /// Also the first part of the names of its batch files.
  var name: String { get }
  var store: Store { get }

  /// How many documents there are, for a display of progress.
  func documentCount() throws -> Int
  /// All documents, in order.
  func documents() throws -> Documents
  /// The documents that some rows are about, in order. Documents that are no longer there are left out.
  func documents(of rows: [Store.Row]) throws -> Documents
  func planner(_ options: ModelOptions) throws -> Planner
  /// Whether a document is left to people: no request may be about it (`PersonGuard`).
  func isForPeople(_ document: Document) -> Bool
  /// Judges an answer.
  ///
  /// - Returns: the row with what it came to.
  func judge(_ answer: ChatAnswer, to row: Store.Row, about document: Document) -> Store.Row
}

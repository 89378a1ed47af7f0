package import SluiceCore

/// Keeps a stage's requests and their outcomes. One owner at a time.
package protocol RequestStore: AnyObject {
  associatedtype Row: RequestRow

  /// Where answers go that cannot be read.
  var aside: AsideFile { get }

  /// Tokens of all requests so far.
  func spent() throws -> TokenCount
  /// The latest row of a request; nil if the stage has made no request with this hash.
  func row(requestHash: String) throws -> Row?

  /// Records requests that are about to be sent.
  ///
  /// - Parameter file: the batch file that holds them, complete and on disk under its temporary name; nil if
  ///   they go to a live server.
  func begin(_ requests: [DueRequest<Row>], inBatch file: String?) throws
  /// Records outcomes; on disk when it returns.
  func record(_ rows: [Row], fromBatch: Bool) throws
  /// The row to judge an answer by that came after its request was taken to have none.
  func reopen(_ row: Row) throws -> Row
  /// Called at the end of every call that may have recorded something.
  func finish() throws

  /// Prepares a folder for batch files, and finishes what an interrupted call left there.
  func batchFolder(_ path: String) throws -> BatchFolder
  /// Requests of imported batch files that still have no answer.
  func missing() throws -> Int
}

/// A folder that batch files are written to.
package struct BatchFolder {
  package var path: String
  /// Paths that must not be used for a new file, although no file may be there.
  package var taken: Set<Name> = []
  /// Whether a request is in a file of the folder that nothing was imported of yet.
  package var holds: (_ requestHash: String) throws -> Bool = { _ in false }

  package init(path: String) { self.path = path }
}

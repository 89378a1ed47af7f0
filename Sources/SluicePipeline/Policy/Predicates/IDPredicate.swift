internal import SluiceCore
internal import Yams

/// `id`: the document's id is listed.
final class IDPredicate: TestPredicate {
  static let key = "id"
  static let otherNames = ["ids"]

  private let ids: ByteSet
  let canonical: String
  let clause: String
  let isRecorded = true

  private init(_ ids: ListEntries) {
    self.ids = ByteSet(ids.slices)
    canonical = ids.digest
    clause = "the id is \(ids.phrase("id"))"
  }

  func holds(_ input: PolicyInput) -> Bool {
    guard let id = input.id else { return false }
    return ids.contains(id)
  }

  static func read(_ node: Node, at path: String, with reader: inout PolicyReader) -> IDPredicate? {
    let read = reader.readEntries(node, at: path, inline: "values", file: "file", others: [])
    guard let (ids, _) = read, reader.isGiven([ids], node, path) else { return nil }
    return IDPredicate(ids)
  }
}

/// A document that was made from another one: by a model, by tagging, or by being put into a mix.
package struct MadeDocument: Sendable, Hashable, Codable {
  /// `path#line`, below the folder it was found in.
  package var place: String
  package var id: String
  package var originKey: String
  /// What a model was asked, and which model; nil for tagged and untouched documents.
  package var stage: String?
  package var style: String?
  package var model: String?
  package var prompt: String?
  package var promptVersion: String?
  /// Occurrences of the tag; nil for documents that are not tagged.
  package var tags: Int?
  /// In a mix: component, copy (from 1), and index of the run.
  package var component: String?
  package var copy: Int?
  package var run: Int?

  package init(place: String, id: String, originKey: String) {
    self.place = place
    self.id = id
    self.originKey = originKey
  }
}

/// A document that was made from another one, and the run that one comes from.
package struct MadeStory: Encodable {
  package var made: MadeDocument
  /// Folder of the run.
  package var run: String

  package init(made: MadeDocument, run: String) {
    self.made = made
    self.run = run
  }
}

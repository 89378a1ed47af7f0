internal import SluiceCore

/// Why tagging or mixing stopped. The description names file and remedy; it holds no byte of a document.
package struct MixFailure: Error, CustomStringConvertible {
  package var path: String
  package var detail: String

  init(path: String, _ detail: String) {
    self.path = path
    self.detail = detail
  }

  package var description: String { "\(path.shown): \(detail)" }
}

internal import SluiceCore

/// What is no longer as it was when work in a folder began: a run, a stage, tagging or a mix. Continuing would put
/// two results into one folder, so nothing is done.
package struct Drift: Error, CustomStringConvertible {
  package struct Difference: Sendable, Hashable {
    package var what: String
    package var then: String
    package var now: String

    package init(what: String, then: String, now: String) {
      self.what = what
      self.then = then
      self.now = now
    }
  }

  package var folder: String
  /// In the order they were compared.
  package var differences: [Difference]
  package var remedy: String
  private static let shown = 20
  package static let newRun = "Bring back what changed, or start a fresh run in another folder with --new-run."

  package init(
    folder: String, differences: [Difference],
    remedy: String = Self.newRun
  ) {
    self.folder = folder
    self.differences = differences
    self.remedy = remedy
  }

  package var description: String {
    var text = "\(folder.shown): begun under other conditions, so nothing was done:\n"
    for difference in differences.prefix(Self.shown) {
      text += "  \(difference.what.shown): was \(difference.then.shown), is now \(difference.now.shown)\n"
    }
    if differences.count > Self.shown { text += "  and \(differences.count - Self.shown) more\n" }
    return text + remedy
  }

  /// Those of the compared things that are not the same, in their order.
  package static func differences(_ compared: [(what: String, then: String, now: String)]) -> [Difference] {
    compared.filter { Name($0.then) != Name($0.now) }.map { Difference(what: $0.what, then: $0.then, now: $0.now) }
  }

  /// - Throws: itself if anything differs.
  package static func check(folder: String, _ differences: [Difference], remedy: String = newRun) throws {
    guard differences.isEmpty else { throw Drift(folder: folder, differences: differences, remedy: remedy) }
  }
}

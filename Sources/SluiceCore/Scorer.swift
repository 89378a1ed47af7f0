/// A trained classifier: immutable, shared by all workers.
public protocol Scorer: Sendable {
  /// What the model calls itself, such as `sluice-default-1`.
  var name: String { get }
  /// SHA-256 of the model file, in lower-case hex: what decisions are bound to.
  var digest: String { get }
  /// A session for one worker. Sessions share nothing that changes.
  func makeSession() -> any ScoringSession
  /// What in a text drove its score, the strongest first: words of the text, so show them only where the text itself
  /// may be shown. Far slower than scoring.
  ///
  /// - Parameter text: valid UTF-8, possibly empty.
  /// - Returns: nil if models of this kind cannot tell, which is what a scorer without this method answers.
  func drivingFeatures(of text: UnsafeBufferPointer<UInt8>) -> [DrivingFeature]?
}

extension Scorer {
  /// The answer of a scorer that cannot tell: nil.
  public func drivingFeatures(of text: UnsafeBufferPointer<UInt8>) -> [DrivingFeature]? { nil }
}

/// One worker's view of a scorer, with scratch memory of its own. Used by one thread at a time.
public protocol ScoringSession: AnyObject {
  /// Scores one text. Time is linear in its length; nothing is allocated once scratch has grown.
  ///
  /// - Parameter text: valid UTF-8, possibly empty.
  /// - Returns: nil if the text cannot be scored; the document is then quarantined.
  func assess(_ text: UnsafeBufferPointer<UInt8>) -> Assessment?
}

extension ScoringSession {
  /// Scores one text that is a `String`. The pipeline never makes one; whoever has a few texts at hand does.
  public func assess(_ text: String) -> Assessment? {
    var text = text
    return text.withUTF8 { assess($0) }
  }
}

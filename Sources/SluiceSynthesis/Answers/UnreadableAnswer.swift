/// An answer in which no text can be found although the server reports success. It may have been paid for, so it is
/// kept (`AsideFile`) and counted by itself.
package struct UnreadableAnswer: Sendable, Hashable {
  /// Why; a word of the file it is kept in.
  package enum Reason: String, Error, Sendable, Hashable, CaseIterable {
    /// The body of a live answer is not JSON.
    case notJSON = "not_json"
    /// The body is not an object.
    case notCompletion = "not_a_completion"
    /// There is no list `choices`, or it does not begin with an object.
    case noChoice = "no_choice"
    /// The first choice has no `message`.
    case noMessage = "no_message"
    /// The message's `content` is neither text nor a list of texts.
    case badContent = "bad_content"
  }

  package var reason: Reason
  /// The line of a batch file, or the body of a live answer, as it came.
  package var raw: [UInt8]

  package init(_ reason: Reason, raw: [UInt8]) {
    self.reason = reason
    self.raw = raw
  }
}

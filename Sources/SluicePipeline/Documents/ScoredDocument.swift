internal import SluiceCore
internal import SluiceIO

/// A document with its score, on its way to a route. Its buffers are valid until the next row is read.
struct ScoredDocument {
  let row: Row
  let hash: UInt64
  /// What the policy sees of it.
  let input: PolicyInput
  let count: Totals.Count

  init(_ row: Row, _ fields: DocumentFields, hash: UInt64, _ assessment: Assessment) {
    self.row = row
    self.hash = hash
    let words = TextMeasure.words(fields.text)
    var input = PolicyInput(
      assessment: assessment, text: fields.text, words: words, id: fields.id, source: fields.source, url: fields.url)
    input.fields = fields.others
    self.input = input
    count = Totals.Count(documents: 1, textBytes: fields.text.count, words: words)
  }

  /// The text that drove the score, in Unicode scalars.
  var scalarSpan: Range<Int> {
    let text = input.text
    let start = TextMeasure.scalars(UnsafeBufferPointer(rebasing: text[..<input.assessment.span.lowerBound]))
    let length = TextMeasure.scalars(UnsafeBufferPointer(rebasing: text[input.assessment.span]))
    return start..<(start + length)
  }
}

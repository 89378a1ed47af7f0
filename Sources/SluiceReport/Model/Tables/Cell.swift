/// What a column says of one row. Each form has one function that writes every case. A number that nobody knows is
/// nil: a dash for people, an empty field for programs.
package enum Cell {
  case text(String)
  /// Words from the corpus, such as an id or a place; nil if it has none.
  case name(String?, limit: Int)
  /// A document's source; nil for documents without one.
  case source(String?)
  /// What a row of a comparison is about.
  case label(String)
  /// A word of the program's files, and what people call it.
  case term(String, called: String)
  /// A word that people look up as it is.
  case code(String)
  /// Places in the corpus, as `shard#line`. People see the first few.
  case places([String])
  case level(Int)

  case count(Int?)
  /// A count that the page shades by how near it comes to the largest of its table.
  case heat(Int?, most: Int)
  case share(Int?, of: Int?)
  /// A share as a fraction of 1.
  case fraction(Double?)
  case range(Interval?)
  case perMillion(Double)
  case money(Double?)
  case seconds(Double?)
  /// Documents and their words.
  case amount(CorpusReport.PartialAmount)
  /// Documents and their words, and how much of all documents they are.
  case part(CorpusReport.PartialAmount, of: Int)
  case tokens(read: Int?, written: Int?)
  case shift(Shift)
  case shiftRange(Interval?)

  /// A bar in the colour of a level, its length in proportion to the largest of its table.
  case bar(Double, of: Double, level: Int)
  /// Shares of documents and of words at a level, beside the reference.
  case levelBars(level: Int, documents: Double, words: Double, reference: Double, range: Interval?)
  /// One bar divided among the levels, by their documents.
  case stack([Int]?)
}

internal import CDefaults
internal import SluiceCore
internal import SluiceIO

/// Term lists whose hits a report counts, by category: the report card's harmful n-gram queries. All
/// lists are searched in one pass.
public struct ReportTerms: Sendable {
  /// A list that cannot be used.
  public struct Failure: Error, CustomStringConvertible {
    public var description: String
  }

  /// Names of the lists, without the suffix, in byte order.
  public let categories: [String]
  private let matcher: TermMatcher
  /// The category of each of the matcher's terms.
  private let category: [Int]

  /// - Parameter lists: names and contents; a line holds a term, `#` begins a comment.
  init(_ lists: [(name: String, bytes: [UInt8])]) throws {
    var terms: [String] = []
    var category: [Int] = []
    for (index, list) in lists.enumerated() {
      var entries = ListEntries()
      if let line = entries.add(file: list.name, bytes: list.bytes) {
        throw Failure(description: "term list \(list.name):\(line): not UTF-8")
      }
      terms += entries.strings
      category += Array(repeating: index, count: entries.entries.count)
    }
    do {
      matcher = try TermMatcher(terms: terms)
    } catch {
      throw Failure(description: "term list \(lists[category[error.index]].name): an entry \(error.description)")
    }
    categories = lists.map(\.name)
    self.category = category
  }

  /// The lists built into the program: Config/terms/report.
  public static let builtIn: ReportTerms = {
    let lists = (0..<sluice_report_terms_count()).map { index in
      let list = sluice_report_terms(index)
      return (
        name: String(cString: list.name), bytes: Array(UnsafeBufferPointer(start: list.bytes, count: list.count))
      )
    }
    do {
      return try ReportTerms(lists)
    } catch {
      fatalError("a built-in term list is invalid: \(error)")
    }
  }()

  /// Reads `NAME.txt` files.
  public init(files: [String]) throws {
    try self.init(
      files.map { path in
        let name = Name(path).split("/").last ?? Name(path)
        return (
          (name.removing(suffix: ".txt") ?? name).text,
          try SmallFile.bytes(of: path, limit: 1 << 24)
        )
      })
  }

  /// Adds the hits in a text to counters, one a category.
  func count(in text: UnsafeBufferPointer<UInt8>, _ hits: inout [Int]) {
    matcher.forEachHit(in: text) { hit in
      hits[category[hit.term]] += 1
      return true
    }
  }
}

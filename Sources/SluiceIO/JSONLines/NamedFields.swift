package import SluiceCore

/// Finds any set of named fields in lines of JSON. The names are the cases of an enumeration, so that nobody has to
/// call a route a text:
///
///     enum Label: String, CaseIterable { case text, score }
///     let reader = FieldReader<Label>()
///     if case .success(let fields) = reader.parse(line) { fields[.score].integer }
///
/// It is for files of labels and for rows that sluice has written; the run's own set of fields has a parser of its
/// own, `DocumentParser`. One owner at a time.
package final class FieldReader<Name: CaseIterable & Hashable> {
  private let parser: LineParser
  private let places: [Name: Int]

  /// - Parameter path: where a field is.
  package init(_ path: (Name) -> FieldPath) {
    let names = Array(Name.allCases)
    parser = LineParser(names.map(path))
    places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
  }

  /// Checks a whole line and finds its fields.
  ///
  /// - Parameter line: `LineParser.padding` bytes after its end must be readable; their content does not matter.
  package func parse(_ line: UnsafeBufferPointer<UInt8>) -> Result<NamedFields<Name>, QuarantineReason> {
    if let problem = parser.read(line) { return .failure(problem) }
    return .success(NamedFields(reader: self))
  }

  fileprivate func value(_ name: Name) -> FieldValue { parser.value(places[name]!) }
}

extension FieldReader where Name: RawRepresentable, Name.RawValue == String {
  /// A reader of fields whose raw values are their dotted paths.
  package convenience init() { self.init { .dotted($0.rawValue) } }
}

/// The fields of one line, by name; valid until the reader's next line.
package struct NamedFields<Name: CaseIterable & Hashable> {
  fileprivate let reader: FieldReader<Name>

  package subscript(_ name: Name) -> FieldValue { reader.value(name) }
}

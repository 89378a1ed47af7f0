internal import SluiceCore
internal import Yams

extension PolicyReader {
  // MARK: Predicates over lists

  mutating func readSource(_ node: Node, at path: String) -> ListMatcher? {
    var exact = ListEntries()
    var globs = ListEntries()
    if case .mapping = node {
      guard let fields = fields(of: node, at: path, allowed: ["exact", "glob"]) else { return nil }
      if let node = fields["exact"] { addInline(node, at: path + ".exact", to: &exact) }
      if let node = fields["glob"] { addInline(node, at: path + ".glob", to: &globs) }
    } else {
      addInline(node, at: path, to: &exact)
      for entry in exact.entries where NamePattern.looksLikePattern(String(decoding: entry.bytes, as: UTF8.self)) {
        report(
          entry.node ?? node, path, "a plain source name is compared as it is, and this one holds * or ?",
          "Write {glob: …} for a pattern, or {exact: …} if the name really holds that sign")
      }
    }
    guard isGiven([exact, globs], node, path) else { return nil }
    let patterns = globs.strings.map { NamePattern($0) }
    var phrases: [String] = []
    if !exact.entries.isEmpty { phrases.append("is \(exact.phrase("source"))") }
    if !globs.entries.isEmpty { phrases.append("looks like \(globs.phrase("pattern"))") }
    return ListMatcher(
      kind: .source(exact: ByteSet(exact.slices), patterns: patterns),
      phrase: "the source \(phrases.joined(separator: " or "))",
      canonical: "source exact=\(exact.digest) glob=\(globs.digest)")
  }

  mutating func readIDs(_ node: Node, at path: String) -> ListMatcher? {
    let ids = readEntries(node, at: path, inline: "values", file: "file", others: [])
    guard let (ids, _) = ids, isGiven([ids], node, path) else { return nil }
    return ListMatcher(
      kind: .id(ByteSet(ids.slices)), phrase: "the id is \(ids.phrase("id"))", canonical: "id \(ids.digest)")
  }

  mutating func readURLs(_ node: Node, at path: String) -> ListMatcher? {
    let keys = ["exact", "exact_file", "domains", "domains_file"]
    guard let fields = fields(of: node, at: path, allowed: keys) else { return nil }
    var exact = ListEntries()
    var domains = ListEntries()
    if let node = fields["exact"] { addInline(node, at: path + ".exact", to: &exact) }
    if let node = fields["exact_file"] { addFiles(node, at: path + ".exact_file", to: &exact) }
    if let node = fields["domains"] { addInline(node, at: path + ".domains", to: &domains) }
    if let node = fields["domains_file"] { addFiles(node, at: path + ".domains_file", to: &domains) }
    for index in domains.entries.indices {
      let entry = domains.entries[index]
      if let domain = Self.domain(entry.bytes) {
        domains.entries[index].bytes = domain
      } else {
        report(
          entry, path + ".domains", "this is no domain name",
          "Write only the name, such as example.org; its subdomains are included")
      }
    }
    guard isGiven([exact, domains], node, path) else { return nil }
    var phrases: [String] = []
    if !exact.entries.isEmpty { phrases.append("is \(exact.phrase("URL"))") }
    if !domains.entries.isEmpty { phrases.append("lies in \(domains.phrase("domain"))") }
    return ListMatcher(
      kind: .url(URLList(exact: ByteSet(exact.slices), domains: ByteSet(domains.slices))),
      phrase: "the URL \(phrases.joined(separator: " or "))",
      canonical: "url exact=\(exact.digest) domains=\(domains.digest)")
  }

  mutating func readTerms(_ node: Node, at path: String) -> ListMatcher? {
    let options = ["min_hits", "distinct", "fold_lookalikes"]
    guard let (terms, fields) = readEntries(node, at: path, inline: "values", file: "file", others: options) else {
      return nil
    }
    var hits = 1
    if let node = fields["min_hits"] { hits = readNumber(node, at: path + ".min_hits", .count) ?? 1 }
    let distinct = fields["distinct"].flatMap { flag($0, at: path + ".distinct") } ?? false
    let fold = fields["fold_lookalikes"].flatMap { flag($0, at: path + ".fold_lookalikes") } ?? false
    if let place = fields["min_hits"], hits == 0 {
      report(place, path + ".min_hits", "every text has at least 0 hits", "Write 1 or more")
    }
    if let place = fields["min_hits"] ?? fields["distinct"], distinct {
      let most = min(TermMatcher.mostDistinct, terms.entries.count)
      if hits > most, !terms.entries.isEmpty {
        report(
          place, path + ".min_hits", "\(hits) distinct terms are asked for, but at most \(most) can be found",
          "At most \(TermMatcher.mostDistinct) can be told apart, and no more than the list holds")
      }
    }
    guard isGiven([terms], node, path) else { return nil }
    do throws(TermMatcher.BadTerm) {
      let matcher = try TermMatcher(terms: terms.strings, foldLookalikes: fold)
      let many = hits == 1 ? "at least 1 hit" : "at least \(hits) \(distinct ? "different hits" : "hits")"
      return ListMatcher(
        kind: .terms(matcher, hits: hits, distinct: distinct),
        phrase:
          "the text holds \(many) of \(terms.phrase("term", article: "the"))\(fold ? ", look-alike letters folded" : "")",
        canonical: "terms hits=\(hits) distinct=\(distinct) fold=\(fold) \(terms.digest)")
    } catch {
      report(terms.entries[error.index], path, "the term \(error.description)", "Correct or remove it")
      return nil
    }
  }

  // MARK: Entries

  /// Inline values, or a map with an inline and a file key and the options given.
  private mutating func readEntries(
    _ node: Node, at path: String, inline: String, file: String, others: [String]
  ) -> (ListEntries, [String: Node])? {
    var entries = ListEntries()
    guard case .mapping = node else {
      addInline(node, at: path, to: &entries)
      return (entries, [:])
    }
    guard let fields = fields(of: node, at: path, allowed: [inline, file] + others) else { return nil }
    if let node = fields[inline] { addInline(node, at: "\(path).\(inline)", to: &entries) }
    if let node = fields[file] { addFiles(node, at: "\(path).\(file)", to: &entries) }
    if fields[inline] == nil && fields[file] == nil {
      report(node, path, "neither \(inline) nor \(file) is given", "Add \(inline): […] or \(file): name.txt")
      return nil
    }
    return (entries, fields)
  }

  private mutating func addInline(_ node: Node, at path: String, to entries: inout ListEntries) {
    for value in values(node, at: path) {
      guard let text = text(value, at: path) else { continue }
      entries.entries.append(.init(bytes: Array(text.utf8)[...], node: value, file: file, line: 0))
    }
  }

  private mutating func addFiles(_ node: Node, at path: String, to entries: inout ListEntries) {
    for value in values(node, at: path) {
      guard let name = text(value, at: path) else { continue }
      do throws(ListSource.Failure) {
        let (shown, bytes) = try lists.load(name)
        let before = entries.entries.count
        entries.files.append(name)
        if let line = entries.add(file: shown, bytes: bytes) {
          problems.append(
            PolicyProblem(
              file: shown, line: line, column: 1, key: path, message: "the line is not UTF-8",
              remedy: "Save the file as UTF-8"))
        } else if entries.entries.count == before {
          report(value, path, "the list file \(shown) has no entries", "Add entries, one a line, or remove the key")
        }
      } catch {
        report(value, path, error.message, error.remedy)
      }
    }
  }

  /// Whether there are entries to match. If not, the reason has already been reported.
  private mutating func isGiven(_ lists: [ListEntries], _ node: Node, _ path: String) -> Bool {
    if lists.contains(where: { !$0.entries.isEmpty }) { return true }
    if case .mapping(let mapping) = node, mapping.isEmpty {
      report(node, path, "nothing is listed", "Name at least one value")
    }
    return false
  }

  private mutating func report(_ entry: ListEntries.Entry, _ path: String, _ message: String, _ remedy: String) {
    if let node = entry.node { return report(node, path, message, remedy) }
    problems.append(
      PolicyProblem(file: entry.file, line: entry.line, column: 1, key: path, message: message, remedy: remedy))
  }

  /// A domain in lower case without dots at its ends; nil if it cannot be one.
  private static func domain(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    var name = bytes.map(URLList.lowercased)[...]
    while name.first == UInt8(ascii: ".") { name.removeFirst() }
    while name.last == UInt8(ascii: ".") { name.removeLast() }
    let isName = name.allSatisfy {
      $0 >= 0x80 || $0 &- 0x61 < 26 || $0 &- 0x30 < 10 || [0x2D, 0x2E, 0x5F].contains($0)
    }
    return isName && !name.isEmpty && name.count <= URLList.longestDomain ? name : nil
  }
}

internal import SluiceCore
internal import Yams

/// `url`: the document's URL is listed, or is in a listed domain.
final class URLPredicate: TestPredicate {
  static let key = "url"
  static let otherNames = ["urls", "domain"]

  private let list: URLList
  let canonical: String
  let clause: String
  let isRecorded = false

  private init(exact: ListEntries, domains: ListEntries) {
    list = URLList(exact: ByteSet(exact.slices), domains: ByteSet(domains.slices))
    canonical = "exact=\(exact.digest) domains=\(domains.digest)"
    var phrases: [String] = []
    if !exact.entries.isEmpty { phrases.append("is \(exact.phrase("URL"))") }
    if !domains.entries.isEmpty { phrases.append("is in \(domains.phrase("domain"))") }
    clause = "the URL \(phrases.joined(separator: " or "))"
  }

  func holds(_ input: PolicyInput) -> Bool {
    guard let url = input.url else { return false }
    return list.contains(url)
  }

  static func read(_ node: Node, at path: String, with reader: inout PolicyReader) -> URLPredicate? {
    let keys = ["exact", "exact_file", "domains", "domains_file"]
    guard let fields = reader.fields(of: node, at: path, allowed: keys) else { return nil }
    var exact = ListEntries()
    var domains = ListEntries()
    if let node = fields["exact"] { reader.addInline(node, at: path + ".exact", to: &exact) }
    if let node = fields["exact_file"] { reader.addFiles(node, at: path + ".exact_file", to: &exact) }
    if let node = fields["domains"] { reader.addInline(node, at: path + ".domains", to: &domains) }
    if let node = fields["domains_file"] { reader.addFiles(node, at: path + ".domains_file", to: &domains) }
    for index in domains.entries.indices {
      let entry = domains.entries[index]
      if let domain = URLList.domain(entry.bytes) {
        domains.entries[index].bytes = domain
      } else {
        reader.report(
          entry, path + ".domains", "this is not a domain name",
          "Write only the name, such as example.org; its subdomains are included")
      }
    }
    guard reader.isGiven([exact, domains], node, path) else { return nil }
    return URLPredicate(exact: exact, domains: domains)
  }
}

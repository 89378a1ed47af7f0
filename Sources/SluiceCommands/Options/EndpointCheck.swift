internal import ArgumentParser
internal import Foundation

/// What an `--endpoint` may be. Messages hold nothing of it: it may hold a password by mistake.
enum EndpointCheck {
  static func check(_ endpoint: String) throws {
    guard let url = URLComponents(string: endpoint), let scheme = url.scheme?.lowercased(),
      scheme == "http" || scheme == "https", let host = url.host, !host.isEmpty,
      endpoint.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f && $0 != UInt8(ascii: "\\") })
    else { throw ValidationError("--endpoint must be a URL such as http://localhost:8000/v1") }
    let authority = endpoint.dropFirst(scheme.count).drop { $0 == ":" || $0 == "/" }.prefix { $0 != "/" }
    guard url.user == nil, url.password == nil, url.query == nil, url.fragment == nil, !authority.contains("@") else {
      throw ValidationError("--endpoint must hold no name, password or query: put the key into the environment")
    }
  }
}

package import SluiceCore

/// Which decisions are wanted: of an empty set all, of the others those in every set.
package struct DecisionFilter: Sendable, Hashable {
  package var routes: Set<Route>
  package var scores: Set<SafetyScore>
  package var sources: Set<Name>

  package init(routes: Set<Route> = [], scores: Set<SafetyScore> = [], sources: Set<Name> = []) {
    self.routes = routes
    self.scores = scores
    self.sources = sources
  }

  /// Conditions on `decisions`, with parameters for the sources from 2 on.
  var sql: String {
    func isOneOf(_ column: String, _ values: [String]) -> String {
      values.isEmpty ? "" : " AND \(column) IN (\(values.joined(separator: ", ")))"
    }
    return isOneOf("route", routes.map { "'\($0.rawValue)'" }.sorted())
      + isOneOf("score", scores.map { String($0.rawValue) }.sorted())
      + isOneOf("source", sources.indices.enumerated().map { "?\($0.offset + 2)" })
  }
}

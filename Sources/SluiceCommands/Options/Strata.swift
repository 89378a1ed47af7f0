internal import ArgumentParser
internal import SluiceTraining

/// `--by score,source,uncertainty`.
struct Strata: ExpressibleByArgument, CustomStringConvertible {
  let properties: StratumProperties

  private static let names: [(name: String, property: StratumProperties)] = [
    ("score", .score), ("source", .source), ("uncertainty", .uncertainty),
  ]

  init(properties: StratumProperties) { self.properties = properties }

  init?(argument: String) {
    var properties = StratumProperties()
    for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
      guard let match = Self.names.first(where: { $0.name == part }) else { return nil }
      properties.insert(match.property)
    }
    self.properties = properties
  }

  var description: String {
    Self.names.filter { properties.contains($0.property) }.map(\.name).joined(separator: ",")
  }
}

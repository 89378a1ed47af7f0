internal import ArgumentParser
internal import SluiceIO

/// `--max-expansion`: how many times its size a shard may expand to; nil for any number.
struct ExpansionLimit: ExpressibleByArgument, CustomStringConvertible {
  let ratio: Int?

  static let `default` = ExpansionLimit(ratio: Expansion.defaultLimit)

  init(ratio: Int?) { self.ratio = ratio }

  init?(argument: String) {
    if argument == "none" || argument == "0" {
      ratio = nil
    } else {
      guard let number = Int(argument), number > 0 else { return nil }
      ratio = number
    }
  }

  var description: String { ratio.map(String.init) ?? "none" }
  var defaultValueDescription: String { description }
}

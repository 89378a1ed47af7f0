internal import Logging
internal import SluiceIO

/// Finds the inputs and says what was passed over: nothing is skipped in silence.
enum FoundInputs {
  static func find(_ input: InputOptions, excluding: String?, _ logger: Logger) throws -> InputSet {
    let found = try InputSet(input.inputs, manifest: input.manifest, excluding: excluding)
    if !found.ignored.isEmpty {
      let names = found.ignored.prefix(3).joined(separator: ", ") + (found.ignored.count > 3 ? ", …" : "")
      logger.warning("\(found.ignored.count) files in the input folders are no JSON Lines and were left out: \(names)")
    }
    return found
  }
}

internal import SluiceLedger
internal import SluiceMixing

extension RunSource {
  /// The run in a folder, with the options it was made with.
  init(run folder: String) throws {
    let options = try RunOptionsRecord(json: LedgerReader(folder: folder).run().identity.optionsJSON)
    self.init(
      folder: folder, fields: options.fields, safetyKey: options.safetyKey, reader: options.readerOptions)
    hashesDropped = options.hashesDropped
  }
}

extension Drift {
  /// Turns a library's refusal into the program's.
  ///
  /// - Parameter remedy: the flag that starts over.
  static func translating<T>(_ remedy: String, _ work: () throws -> T) throws -> T {
    do {
      return try work()
    } catch let changed as ConditionsChanged {
      throw Drift(
        folder: changed.folder,
        differences: changed.differences.map { Difference(what: $0.what, then: $0.then, now: $0.now) },
        remedy: "Bring back what changed; \(remedy).")
    }
  }
}

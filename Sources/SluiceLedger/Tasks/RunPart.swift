/// One of the tasks a run is divided among (`--shard-index`, `--shard-count`).
package struct RunPart: Sendable, Hashable, CustomStringConvertible {
  /// From 0.
  package var index: Int
  package var count: Int

  /// Holds what tasks record, below the output folder.
  package static let folderName = "ledger-parts"
  static let suffix = ".sqlite"

  package init(index: Int, count: Int) {
    precondition(index >= 0 && index < count, "an index below the count")
    self.index = index
    self.count = count
  }

  /// `0003-of-0016`; sorts by index.
  package var name: String { "\(Self.padded(index))-of-\(Self.padded(count))" }

  /// Names of the files of the task in the folder of the parts.
  package var files: [String] {
    let ledger = name + Self.suffix
    return [ledger, name + ".lock"] + LedgerCompanions.suffixes.map { ledger + $0 }
  }

  package var description: String { "task \(index) of \(count)" }

  private static func padded(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}

internal import SluiceIO

/// Names of batch files: the stage and a number that no file has yet.
enum BatchFile {
  /// Starts the next file of a folder.
  ///
  /// - Parameter taken: paths that must not be used although no file is there.
  static func create(in folder: String, name: String, taken: Set<String> = []) throws -> PartialFile {
    var number = 1
    func path() -> String {
      let digits = String(number)
      return "\(folder)/\(name)-" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits + ".jsonl"
    }
    while taken.contains(path()) || Folders.exists(path()) { number += 1 }
    return try PartialFile(path: path())
  }
}

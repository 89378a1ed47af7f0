internal import SluiceCore
internal import SluiceIO

/// Names of batch files: the stage, and the first number that no file has yet.
enum BatchFile {
  /// Starts the next file of a folder.
  ///
  /// - Parameter taken: paths that must not be used, although no file may be there.
  static func create(in folder: String, name: String, taken: Set<Name>) throws -> PartialFile {
    var number = 1
    func path() -> String { "\(folder)/\(name)-\(FileNumber.digits(number)).jsonl" }
    while taken.contains(Name(path())) || Folders.exists(path()) { number += 1 }
    return try PartialFile(path: path())
  }
}

/// Numbers in names of files.
enum FileNumber {
  /// At least five digits, so that names sort as their numbers do.
  static func digits(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
  }
}

internal import CDefaults
internal import SluiceCore
internal import SluiceIO

/// Where the list files a policy names are read from. Only the policy's author names them: no path
/// comes from a corpus.
struct ListSource: Sendable {
  /// Why a list cannot be read, and what to do.
  struct Failure: Error {
    var message: String
    var remedy: String
  }

  /// Largest list file accepted, in bytes.
  static let largestFile = 256 << 20

  /// The name to show in messages, and the file's bytes.
  let load: @Sendable (_ path: String) throws(Failure) -> (name: String, bytes: [UInt8])

  /// Paths are taken from a folder, the policy file's, and must lead to a file below it, links and `..` followed: a policy
  /// that somebody else wrote must not make sluice read, and quote from, any file of its user.
  static func folder(_ folder: String) -> ListSource {
    ListSource { path throws(Failure) in
      let isWhole = folder.isEmpty || Name(path).hasPrefix("/")
      let full = isWhole ? path : Name(folder).hasSuffix("/") ? folder + path : "\(folder)/\(path)"
      let remedy = "List files are looked for in the policy file's folder; correct the name"
      guard isBelow(folder.isEmpty ? "." : folder, full) else {
        throw Failure(message: "list file \(full): not below the policy file's folder", remedy: remedy)
      }
      do {
        return (full, try SmallFile.bytes(of: full, limit: largestFile))
      } catch let failure as IOFailure {
        throw Failure(message: "list file \(full): \(failure.detail)", remedy: remedy)
      } catch {
        throw Failure(message: "list file \(full) cannot be read", remedy: "Check the file")
      }
    }
  }

  /// Whether a path leads to something below a folder; also true where it leads nowhere, which reading will say.
  private static func isBelow(_ folder: String, _ path: String) -> Bool {
    guard let place = try? FileTree.canonical(path) else { return true }
    guard let folder = try? FileTree.canonical(folder) else { return false }
    return place.utf8.starts(with: (folder == "/" ? folder : folder + "/").utf8)
  }

  /// For policies that are not in a file.
  static let none = ListSource { _ throws(Failure) in
    throw Failure(message: "a policy that is not a file cannot name files", remedy: "Write the values into the policy")
  }

  /// The lists built into the program with the default policy.
  static let builtIn = ListSource { path throws(Failure) in
    let embedded: sluice_embedded
    switch path {
    case "terms/minors.txt": embedded = sluice_default_terms_minors()
    case "terms/sexual.txt": embedded = sluice_default_terms_sexual()
    case "terms/law-medicine-news.txt": embedded = sluice_default_terms_law_medicine_news()
    default: throw Failure(message: "there is no built-in list \(path)", remedy: "Embed it in CDefaults.c")
    }
    return ("Config/\(path)", Array(UnsafeBufferPointer(start: embedded.bytes, count: embedded.count)))
  }
}

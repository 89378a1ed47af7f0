internal import SluiceCore

/// Why a model file cannot be read or written: where, what, and what to do about it.
///
/// Offsets count bytes from the file's start. Names taken from the file are shown shortened and
/// with control characters replaced, since the file may be hostile.
public struct ModelFileError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong.
  public enum Problem: Sendable, Hashable {
    /// The operating system refused; `code` is `errno`.
    case system(operation: String, code: Int32)
    /// The path names a folder, a pipe or a device.
    case notARegularFile
    /// The bytes are not a model file at all.
    case notAModel(expected: String)
    /// The file ends too early, or holds more than it declares.
    case wrongSize(expected: Int, found: Int)
    /// The bytes break the format's rules.
    case malformed(String)
    /// A declared size is beyond what any real model needs.
    case tooLarge(what: String, size: Int, limit: Int)
    /// A tensor that the model needs is not in the file.
    case missingTensor(String)
    /// A tensor has elements of another type than the model needs.
    case wrongType(tensor: String, expected: String, found: String)
    /// A tensor has other sizes than the model needs.
    case wrongShape(tensor: String, expected: String, found: String)
    /// Metadata that the model needs is not in the file.
    case missingMetadata(String)
    /// Metadata has a value that means nothing.
    case invalidMetadata(key: String, reason: String)
    /// A well-formed file of a kind that is not supported.
    case unsupported(String)
    /// The labels of a fastText model have no scores.
    case unmappedLabels([String])
  }

  /// The file, as it was named.
  public var path: String
  /// The byte at which reading failed; nil if the problem concerns the whole file.
  public var offset: Int?
  /// What is wrong.
  public var problem: Problem

  /// An error about a file, or about a byte of it.
  public init(path: String, offset: Int? = nil, _ problem: Problem) {
    self.path = path
    self.offset = offset
    self.problem = problem
  }

  /// One sentence with the place, and the remedy.
  public var description: String {
    let place = offset.map { "\(path.shown) at byte \($0)" } ?? path.shown
    return "model file \(place): \(problem.sentence). \(remedy)"
  }

  /// What to do about it.
  public var remedy: String {
    switch problem {
    case .system, .notARegularFile: "Check that the path names a readable model file."
    case .notAModel: "Pass a model written by `sluice train`, or a supervised fastText .bin or .ftz model."
    case .wrongSize, .malformed, .tooLarge:
      "The file is damaged or was not written by its tool; copy it again from where it was made and compare checksums."
    case .missingTensor, .wrongType, .wrongShape, .missingMetadata, .invalidMetadata:
      "The file is not a model of this format version; train it again, or use the sluice version that wrote it."
    case .unsupported: "Use a supervised model of a supported version."
    case .unmappedLabels(let labels): LabelMap.example(for: labels)
    }
  }
}

extension ModelFileError.Problem {
  var sentence: String {
    switch self {
    case .system(let operation, let code): "\(operation) failed with errno \(code) (\(systemMessage(code)))"
    case .notARegularFile: "not a regular file"
    case .notAModel(let expected): "not a model: \(expected)"
    case .wrongSize(let expected, let found): "\(expected) bytes are declared, \(found) are there"
    case .malformed(let reason): reason
    case .tooLarge(let what, let size, let limit): "\(what) is \(size), more than the limit of \(limit)"
    case .missingTensor(let name): "there is no tensor \(printable(name))"
    case .wrongType(let tensor, let expected, let found):
      "tensor \(printable(tensor)) holds \(found), not \(expected)"
    case .wrongShape(let tensor, let expected, let found):
      "tensor \(printable(tensor)) has shape \(found), not \(expected)"
    case .missingMetadata(let key): "there is no metadata \(printable(key))"
    case .invalidMetadata(let key, let reason): "metadata \(printable(key)) \(reason)"
    case .unsupported(let what): "\(what) is not supported"
    case .unmappedLabels(let labels):
      "\(labels.count) labels have no score: " + labels.prefix(20).map(printable).joined(separator: ", ")
        + (labels.count > 20 ? ", …" : "")
    }
  }
}

/// A name from an untrusted file, fit for a terminal: quoted, at most 60 characters.
func printable(_ name: String) -> String {
  "'" + String(name.unicodeScalars.prefix(60)).shown + (name.unicodeScalars.count > 60 ? "…'" : "'")
}

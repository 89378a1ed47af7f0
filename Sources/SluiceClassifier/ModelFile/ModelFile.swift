internal import CDefaults
internal import SluiceCore

/// A model on disk or inside the program: named tensors and string metadata in the *safetensors*
/// format (https://github.com/huggingface/safetensors), which docs/formats.md restates byte by byte:
///
///     0      u64      header length N, little-endian, at most 1 MiB
///     8      N bytes  JSON object: "__metadata__" {string: string}, and one key per tensor:
///                     {"dtype": "F32", "shape": [rows, columns], "data_offsets": [begin, end]}
///     8 + N  …        tensor bytes, little-endian; offsets count from here, leave no gap and do
///                     not overlap, and the last one ends the file
///
/// Everything is checked when the file is opened, so reading a tensor later cannot go out of bounds.
/// Files are read whole; the digest is of the bytes that were read.
public final class ModelFile: Sendable {
  /// The path as given, or `(built-in)`.
  public let path: String
  /// SHA-256 of the file, 64 lower-case hex digits.
  public let digest: String
  /// What the file says of itself; the strings may be hostile.
  public let metadata: [String: String]
  /// All tensors, in the order of their bytes.
  public let tensors: [TensorDescription]

  private let region: MemoryRegion
  private let indexByName: [Name: Int]

  /// Size of the file in bytes.
  public var byteCount: Int { region.bytes.count }

  /// Reads and checks a file.
  ///
  /// - Throws: ``ModelFileError`` with the path, the byte offset and the remedy.
  public convenience init(path: String) throws(ModelFileError) {
    try self.init(region: .reading(path), path: path)
  }

  /// Checks a file held in memory; the bytes are copied.
  ///
  /// - Parameter path: what errors call the file.
  /// - Throws: ``ModelFileError``, as for a file on disk.
  public convenience init(bytes: [UInt8], path: String = "(memory)") throws(ModelFileError) {
    try self.init(region: .copy(of: bytes), path: path)
  }

  /// The model built into the program.
  ///
  /// - Throws: ``ModelFileError`` if the program was built with a file that is not a model.
  public static func builtIn() throws(ModelFileError) -> ModelFile {
    let embedded = sluice_default_model()
    let bytes = UnsafeRawBufferPointer(start: embedded.bytes, count: embedded.count)
    // Known when the program is built, so that a start need not read six megabytes.
    let digest = sluice_default_model_digest()
    let digits = String(decoding: UnsafeRawBufferPointer(start: digest.bytes, count: 64), as: UTF8.self)
    return try ModelFile(region: .constant(bytes), path: "(built-in)", digest: digits)
  }

  /// Checks a file that was read.
  init(region: MemoryRegion, path: String, digest: String? = nil) throws(ModelFileError) {
    let header = try SafetensorsHeader(region.bytes, path: path)
    self.path = path
    self.region = region
    self.metadata = header.metadata
    self.tensors = header.tensors
    self.indexByName = Dictionary(uniqueKeysWithValues: header.tensors.enumerated().map { (Name($1.name), $0) })
    self.digest = digest ?? sha256Hex(region.bytes)
  }

  /// A tensor by name.
  ///
  /// - Parameter shape: the sizes it must have; `nil` in a place allows any size there.
  /// - Throws: ``ModelFileError`` if the file has no such tensor, its type or shape differs, or its bytes are not
  ///   aligned to their type (files of ``ModelFileWriter`` always are).
  public func tensor<Element: TensorElement>(
    _ name: String, of type: Element.Type = Element.self, shape: [Int?]? = nil
  ) throws(ModelFileError) -> Tensor<Element> {
    guard let index = indexByName[Name(name)] else { throw ModelFileError(path: path, .missingTensor(name)) }
    let found = tensors[index]
    let offset = found.fileRange.lowerBound
    guard found.type == Element.tensorType else {
      let problem = ModelFileError.Problem.wrongType(
        tensor: name, expected: Element.tensorType.rawValue, found: found.type.rawValue)
      throw ModelFileError(path: path, offset: offset, problem)
    }
    if let shape, !matches(found.shape, shape) {
      let expected = "[" + shape.map { $0.map(String.init) ?? "any" }.joined(separator: ", ") + "]"
      throw ModelFileError(
        path: path, offset: offset, .wrongShape(tensor: name, expected: expected, found: "\(found.shape)"))
    }
    let bytes = UnsafeRawBufferPointer(rebasing: region.bytes[found.fileRange])
    guard let base = bytes.baseAddress, Int(bitPattern: base) % MemoryLayout<Element>.alignment == 0 else {
      throw ModelFileError(
        path: path, offset: offset, .malformed("tensor \(printable(name)) is not aligned to its type"))
    }
    // The header check made the byte count a multiple of the width, and the alignment holds.
    let elements = bytes.bindMemory(to: Element.self)
    return Tensor(name: name, shape: found.shape, unsafeBuffer: elements, region: region)
  }

  /// A metadata string that the file must have.
  ///
  /// - Throws: ``ModelFileError`` if it does not.
  package func requiredMetadata(_ key: String) throws(ModelFileError) -> String {
    guard let value = metadata[key] else { throw ModelFileError(path: path, .missingMetadata(key)) }
    return value
  }

  private func matches(_ found: [Int], _ expected: [Int?]) -> Bool {
    found.count == expected.count && zip(found, expected).allSatisfy { $1 == nil || $1 == $0 }
  }
}

internal import SluiceCore

/// The checked header of a safetensors file: nothing in it can lead outside the file.
struct SafetensorsHeader {
  var metadata: [String: String] = [:]
  /// In the order of their bytes.
  var tensors: [TensorDescription] = []

  /// Header JSON larger than this is refused; a model of ours needs a few kilobytes.
  static let largestHeader = 1 << 20
  static let mostDimensions = 8

  init(_ file: UnsafeRawBufferPointer, path: String) throws(ModelFileError) {
    guard file.count >= 10 else {
      throw ModelFileError(path: path, .notAModel(expected: "\(file.count) bytes are too few for a header"))
    }
    let length = UInt64(littleEndian: file.loadUnaligned(as: UInt64.self))
    guard length >= 2, file[8] == UInt8(ascii: "{") else {
      throw ModelFileError(path: path, offset: 0, .notAModel(expected: "it does not begin like a safetensors file"))
    }
    guard length <= UInt64(Self.largestHeader) else {
      let size = Int(clamping: length)
      throw ModelFileError(path: path, offset: 0, .tooLarge(what: "the header", size: size, limit: Self.largestHeader))
    }
    let dataStart = 8 + Int(length)
    guard dataStart <= file.count else {
      throw ModelFileError(path: path, offset: 0, .wrongSize(expected: dataStart, found: file.count))
    }
    var json = HeaderJSON(bytes: UnsafeRawBufferPointer(rebasing: file[8..<dataStart]), fileOffset: 8, path: path)
    try parse(&json, path: path)
    try placeTensors(dataStart: dataStart, fileSize: file.count, path: path)
  }

  private mutating func parse(_ json: inout HeaderJSON, path: String) throws(ModelFileError) {
    var names: Set<Name> = []
    try json.object { json, name, offset throws(ModelFileError) in
      guard names.insert(Name(name)).inserted else {
        throw ModelFileError(path: path, offset: offset, .malformed("\(printable(name)) is there twice"))
      }
      guard !name.isEmpty else { throw ModelFileError(path: path, offset: offset, .malformed("a tensor has no name")) }
      if name == "__metadata__" {
        try self.parseMetadata(&json, path: path)
      } else {
        try self.tensors.append(Self.parseTensor(&json, name: name, offset: offset, path: path))
      }
    }
    try json.end()
  }

  private mutating func parseMetadata(_ json: inout HeaderJSON, path: String) throws(ModelFileError) {
    try json.object { json, key, offset throws(ModelFileError) in
      guard self.metadata[key] == nil else {
        throw ModelFileError(path: path, offset: offset, .malformed("metadata \(printable(key)) is there twice"))
      }
      self.metadata[key] = try json.string()
    }
  }

  /// Reads one tensor's object; `fileRange` still counts from the data's start.
  private static func parseTensor(
    _ json: inout HeaderJSON, name: String, offset: Int, path: String
  ) throws(ModelFileError) -> TensorDescription {
    var type: TensorType?
    var shape: [Int]?
    var range: [Int]?
    func malformed(_ reason: String) -> ModelFileError {
      ModelFileError(path: path, offset: offset, .malformed("tensor \(printable(name)) \(reason)"))
    }
    try json.object { json, key, _ throws(ModelFileError) in
      switch key {
      case "dtype" where type == nil:
        let name = try json.string()
        type = TensorType(rawValue: name)
        if type == nil { throw malformed("has the unknown type \(printable(name))") }
      case "shape" where shape == nil: shape = try json.integers(atMost: mostDimensions)
      case "data_offsets" where range == nil: range = try json.integers(atMost: 2)
      default: throw malformed("has the unknown or repeated field \(printable(key))")
      }
    }
    guard let type, let shape, let range, range.count == 2 else {
      throw malformed("lacks its type, shape or two data offsets")
    }
    guard range[0] <= range[1] else { throw malformed("ends before it begins") }
    var bytes = type.width
    for size in shape {
      let (product, overflow) = bytes.multipliedReportingOverflow(by: size)
      if overflow { throw malformed("has a shape beyond 64 bits") }
      bytes = product
    }
    guard range[1] - range[0] == bytes else {
      throw malformed("needs \(bytes) bytes for its shape and has \(range[1] - range[0])")
    }
    return TensorDescription(name: name, type: type, shape: shape, fileRange: range[0]..<range[1])
  }

  /// Checks that the tensors tile the data exactly, and turns their ranges into file offsets.
  private mutating func placeTensors(dataStart: Int, fileSize: Int, path: String) throws(ModelFileError) {
    tensors.sort { a, b in
      (a.fileRange.lowerBound, a.fileRange.upperBound, a.name) < (
        b.fileRange.lowerBound, b.fileRange.upperBound, b.name
      )
    }
    let dataCount = fileSize - dataStart
    var end = 0
    for index in tensors.indices {
      let range = tensors[index].fileRange
      guard range.lowerBound == end else {
        let reason = range.lowerBound < end ? "overlaps the tensor before it" : "leaves a gap before it"
        throw ModelFileError(
          path: path, offset: dataStart + end, .malformed("tensor \(printable(tensors[index].name)) \(reason)"))
      }
      guard range.upperBound <= dataCount else {
        let (expected, overflow) = range.upperBound.addingReportingOverflow(dataStart)
        throw ModelFileError(path: path, .wrongSize(expected: overflow ? Int.max : expected, found: fileSize))
      }
      end = range.upperBound
      tensors[index].fileRange = (dataStart + range.lowerBound)..<(dataStart + range.upperBound)
    }
    guard end == dataCount else {
      throw ModelFileError(path: path, offset: dataStart + end, .wrongSize(expected: dataStart + end, found: fileSize))
    }
  }
}

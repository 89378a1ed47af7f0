/// Builds a model file. The same tensors and metadata give the same bytes, in whatever order they
/// are added.
///
/// Tensors are in order of falling element width, then of name, so that each is aligned to its
/// type without gaps (which the format forbids); the header is padded with spaces so that the data
/// starts at a multiple of 64 bytes.
package struct ModelFileWriter: Sendable {
  /// Stored as `__metadata__`.
  package var metadata: [String: String] = [:]
  private var tensors: [String: Pending] = [:]

  private struct Pending {
    var type: TensorType
    var shape: [Int]
    var bytes: [UInt8]
  }

  package init() {}

  /// Adds a tensor, or replaces the one of that name.
  ///
  /// - Precondition: the shape's product is the number of values, its sizes are not negative, and
  ///   the name is neither empty nor `__metadata__`.
  package mutating func add<Element: TensorElement>(_ name: String, shape: [Int], _ values: [Element]) {
    precondition(!name.isEmpty && name != "__metadata__", "not a name for a tensor")
    precondition(shape.allSatisfy { $0 >= 0 } && shape.reduce(1, *) == values.count, "shape does not fit the values")
    let bytes = values.withUnsafeBytes { Array($0) }
    tensors[name] = Pending(type: Element.tensorType, shape: shape, bytes: bytes)
  }

  /// The file's bytes. `Folders.writeAtomically` puts them on disk in one step, so that no reader sees half of them.
  package func bytes() -> [UInt8] {
    let ordered = tensors.sorted { a, b in
      a.value.type.width != b.value.type.width ? a.value.type.width > b.value.type.width : a.key < b.key
    }
    var members: [String] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\(quoted($0.value))" }
      members.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
    }
    var end = 0
    for (name, tensor) in ordered {
      let begin = end
      end += tensor.bytes.count
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      members.append(
        "\(quoted(name)):{\"dtype\":\"\(tensor.type.rawValue)\",\"shape\":[\(shape)],\"data_offsets\":[\(begin),\(end)]}"
      )
    }
    var header = Array("{\(members.joined(separator: ","))}".utf8)
    header.append(contentsOf: repeatElement(0x20, count: (64 - (8 + header.count) % 64) % 64))

    var file: [UInt8] = []
    file.reserveCapacity(8 + header.count + end)
    withUnsafeBytes(of: UInt64(header.count).littleEndian) { file.append(contentsOf: $0) }
    file.append(contentsOf: header)
    for (_, tensor) in ordered { file.append(contentsOf: tensor.bytes) }
    return file
  }

  private func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\u{00}"..<"\u{20}":
        let digits = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}

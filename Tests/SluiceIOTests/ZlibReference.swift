import CZlib

/// gzip by zlib: slow, and what the faster codecs are held to.
enum ZlibReference {
  /// The content of a file of members, zero padding allowed after the last; nil if anything is wrong.
  static func decode(_ bytes: [UInt8]) -> [UInt8]? {
    var content: [UInt8] = []
    var rest = bytes[...]
    repeat {
      guard let (member, used) = decodeMember(Array(rest)) else { return nil }
      content += member
      rest = rest.dropFirst(used)
    } while rest.first.map { $0 != 0 } ?? false
    return rest.allSatisfy { $0 == 0 } ? content : nil
  }

  private static func decodeMember(_ bytes: [UInt8]) -> (content: [UInt8], used: Int)? {
    var stream = z_stream()
    guard inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else { return nil }
    defer { inflateEnd(&stream) }
    var content: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    var bytes = bytes
    return bytes.withUnsafeMutableBufferPointer { input in
      stream.next_in = input.baseAddress
      stream.avail_in = UInt32(input.count)
      while true {
        let (status, count) = block.withUnsafeMutableBufferPointer { output in
          stream.next_out = output.baseAddress
          stream.avail_out = UInt32(output.count)
          let status = inflate(&stream, Z_NO_FLUSH)
          return (status, output.count - Int(stream.avail_out))
        }
        content += block[..<count]
        if status == Z_STREAM_END { return (content, input.count - Int(stream.avail_in)) }
        guard status == Z_OK, count > 0 || stream.avail_in > 0 else { return nil }
      }
    }
  }

  /// One member, as gzip would write it.
  ///
  /// - Parameters:
  ///   - level: 0 (stored) to 9.
  ///   - strategy: such as `Z_FIXED`.
  ///   - named: whether the header carries a name, a comment and its own checksum.
  static func encode(_ bytes: [UInt8], level: Int, strategy: Int32, named: Bool) -> [UInt8] {
    var stream = z_stream()
    deflateInit2_(
      &stream, Int32(level), Z_DEFLATED, 15 + 16, 8, strategy, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    defer { deflateEnd(&stream) }
    var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))) + 256)
    var bytes = bytes
    var name = Array("shard.jsonl\0".utf8)
    var header = gz_header()
    name.withUnsafeMutableBufferPointer { name in
      if named {
        header.name = name.baseAddress
        header.comment = name.baseAddress
        header.hcrc = 1
        deflateSetHeader(&stream, &header)
      }
      bytes.withUnsafeMutableBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output in
          stream.next_in = input.baseAddress
          stream.avail_in = UInt32(input.count)
          stream.next_out = output.baseAddress
          stream.avail_out = UInt32(output.count)
          let status = deflate(&stream, Z_FINISH)
          precondition(status == Z_STREAM_END, "the bound is a bound")
        }
      }
    }
    return Array(output[..<Int(stream.total_out)])
  }
}

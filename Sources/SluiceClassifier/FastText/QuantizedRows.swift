/// Product-quantized rows. File layout: whether norms are apart as u8; rows and columns as i64;
/// code size as i32; the codes, one byte for each part of each row; the centroids; and, if norms are
/// apart, one byte per row and the norms' centroids.
struct QuantizedRows: @unchecked Sendable {
  // Invariant for Sendable: the pointers are into `region`, which never changes and is retained.
  let rows: Int
  let columns: Int
  private let codes: UnsafeRawBufferPointer
  private let quantizer: ProductQuantizer
  private let normCodes: UnsafeRawBufferPointer?
  private let normQuantizer: ProductQuantizer?
  private let region: MemoryRegion

  init(_ cursor: inout ByteCursor, region: MemoryRegion) throws(ModelFileError) {
    let hasNorms = try cursor.flag("the norm flag")
    rows = try cursor.count("the number of matrix rows", as: Int64.self, in: 1...Int(Int32.max))
    columns = try cursor.count("the number of matrix columns", as: Int64.self, in: 1...65_536)
    let start = cursor.position
    let size = try cursor.count("the code size", as: Int32.self, in: 1...Int(Int32.max))
    codes = try cursor.take(size, width: 1, "the codes")
    quantizer = try ProductQuantizer(&cursor, columns: columns)
    guard size == rows * quantizer.parts else {
      throw cursor.malformed("\(size) codes do not fit \(rows) rows of \(quantizer.parts) parts", at: start)
    }
    normCodes = hasNorms ? try cursor.take(rows, width: 1, "the norm codes") : nil
    normQuantizer = hasNorms ? try ProductQuantizer(&cursor, columns: 1) : nil
    self.region = region
  }

  @inline(__always)
  func norm(of row: Int) -> Float {
    guard let normCodes, let normQuantizer else { return 1 }
    return normQuantizer.value(part: 0, code: normCodes[row], element: 0)
  }

  @inline(__always)
  func add(_ row: Int, scale: Float, to sum: UnsafeMutablePointer<Float>) {
    var column = 0
    for part in 0..<quantizer.parts {
      let code = codes[row * quantizer.parts + part]
      for element in 0..<quantizer.width(of: part) {
        sum[column] += scale * quantizer.value(part: part, code: code, element: element)
        column += 1
      }
    }
  }
}

/// 256 centroids for each part of a row. File layout: columns, parts, part width, last part's
/// width as i32, then `columns × 256` floats.
struct ProductQuantizer {
  let parts: Int
  private let partWidth: Int
  private let lastWidth: Int
  private let centroids: UnsafeRawPointer

  init(_ cursor: inout ByteCursor, columns: Int) throws(ModelFileError) {
    let start = cursor.position
    let declared: Int32 = try cursor.integer("the quantizer's columns")
    parts = try cursor.count("the quantizer's parts", as: Int32.self, in: 1...columns)
    partWidth = try cursor.count("the quantizer's part width", as: Int32.self, in: 1...columns)
    lastWidth = try cursor.count("the quantizer's last width", as: Int32.self, in: 1...partWidth)
    guard Int(declared) == columns, (parts - 1) * partWidth + lastWidth == columns else {
      throw cursor.malformed("the quantizer's parts do not make up \(columns) columns", at: start)
    }
    centroids = try cursor.take(columns * 256, width: 4, "the centroids").baseAddress!
  }

  @inline(__always)
  func width(of part: Int) -> Int { part == parts - 1 ? lastWidth : partWidth }

  @inline(__always)
  func value(part: Int, code: UInt8, element: Int) -> Float {
    let index = part * 256 * partWidth + Int(code) * width(of: part) + element
    return centroids.loadUnaligned(fromByteOffset: index * 4, as: Float.self)
  }
}

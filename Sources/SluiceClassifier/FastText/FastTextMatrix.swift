/// A matrix of a model: rows of 32-bit floats in the file's bytes, or product-quantized codes.
enum FastTextMatrix: Sendable {
  case dense(DenseRows)
  case quantized(QuantizedRows)

  var rows: Int {
    switch self {
    case .dense(let matrix): matrix.rows
    case .quantized(let matrix): matrix.rows
    }
  }

  var columns: Int {
    switch self {
    case .dense(let matrix): matrix.columns
    case .quantized(let matrix): matrix.columns
    }
  }

  /// Adds rows to `sum` one after another, element by element, so that the rounding is the reference's.
  func add(_ rows: UnsafeBufferPointer<UInt32>, to sum: UnsafeMutablePointer<Float>) {
    switch self {
    case .dense(let matrix): for row in rows { matrix.add(Int(row), to: sum) }
    case .quantized(let matrix): for row in rows { matrix.add(Int(row), scale: matrix.norm(of: Int(row)), to: sum) }
    }
  }

  /// What a row's dot product is multiplied with at the end: its norm where norms are quantized apart.
  func norm(of row: Int) -> Float {
    switch self {
    case .dense: 1
    case .quantized(let matrix): matrix.norm(of: row)
    }
  }

  /// Writes a row, without its norm, over `target`, which has room for ``columns`` elements.
  func copyWithoutNorm(_ row: Int, to target: UnsafeMutablePointer<Float>) {
    target.update(repeating: 0, count: columns)
    switch self {
    case .dense(let matrix): matrix.add(row, to: target)
    case .quantized(let matrix): matrix.add(row, scale: 1, to: target)
    }
  }
}

/// Rows of floats at any alignment. File layout: rows and columns as i64, then the floats by row.
struct DenseRows: @unchecked Sendable {
  // Invariant for Sendable: `base` points into `region`, which never changes and is retained.
  let rows: Int
  let columns: Int
  private let base: UnsafeRawPointer
  private let region: MemoryRegion

  init(_ cursor: inout ByteCursor, region: MemoryRegion) throws(ModelFileError) {
    rows = try cursor.count("the number of matrix rows", as: Int64.self, in: 1...Int(Int32.max))
    columns = try cursor.count("the number of matrix columns", as: Int64.self, in: 1...65_536)
    base = try cursor.take(rows * columns, width: 4, "a matrix").baseAddress!
    self.region = region
  }

  @inline(__always)
  func add(_ row: Int, to sum: UnsafeMutablePointer<Float>) {
    let values = base + row * columns * 4
    let target = UnsafeMutableRawPointer(sum)
    var column = 0
    while column + 8 <= columns {
      var eight = target.loadUnaligned(fromByteOffset: column * 4, as: SIMD8<Float>.self)
      eight += values.loadUnaligned(fromByteOffset: column * 4, as: SIMD8<Float>.self)
      target.storeBytes(of: eight, toByteOffset: column * 4, as: SIMD8<Float>.self)
      column += 8
    }
    while column < columns {
      sum[column] += values.loadUnaligned(fromByteOffset: column * 4, as: Float.self)
      column += 1
    }
  }
}

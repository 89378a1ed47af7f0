/// A supervised fastText model, `.bin` or product-quantized `.ftz`, formats 11 and 12
/// (https://github.com/facebookresearch/fastText). docs/formats.md restates the layout.
///
/// The file is read and checked once; nothing in it can lead outside it or make prediction
/// slower than linear.
public final class FastTextModel: Sendable {
  /// The path as given.
  public let path: String
  /// SHA-256 of the file, 64 lower-case hex digits.
  public let digest: String
  /// Size of the file.
  public let byteCount: Int
  /// The labels as trained, such as `__label__3`, by falling training count.
  public var labels: [String] { dictionary.labels }
  /// Length of the embedding vectors.
  package var dimension: Int { arguments.dimension }
  /// Number of known words.
  package var wordCount: Int { dictionary.words }
  /// Whether the matrix is product-quantized (`.ftz`).
  package let isQuantized: Bool

  let arguments: FastTextArguments
  let dictionary: FastTextDictionary
  let input: FastTextMatrix
  let output: FastTextMatrix
  let loss: FastTextLoss
  /// How many rows the reference averages for each known word; nil if always one.
  let rowsPerWord: FastTextMemory<UInt32>?
  private let reciprocal: UInt64

  /// Elements an output matrix may have: a gibibyte of floats.
  private static let largestOutput = 1 << 28

  /// Reads and checks a file.
  ///
  /// - Throws: ``ModelFileError`` with the path, the byte offset and the remedy.
  public convenience init(path: String) throws(ModelFileError) {
    try self.init(region: .reading(path), path: path)
  }

  /// Checks a model held in memory; the bytes are copied.
  public convenience init(bytes: [UInt8], path: String = "(memory)") throws(ModelFileError) {
    try self.init(region: .copy(of: bytes), path: path)
  }

  /// Checks a file that was read.
  init(region: MemoryRegion, path: String) throws(ModelFileError) {
    var cursor = ByteCursor(region.bytes, path: path)
    let arguments = try FastTextArguments(&cursor)
    let dictionary = try FastTextDictionary(&cursor, region: region)
    let isQuantized = try cursor.flag("the quantization flag")
    let inputStart = cursor.position
    let input = try Self.matrix(&cursor, quantized: isQuantized, region: region)
    let quantizesOutput = try cursor.flag("the output quantization flag")
    let outputStart = cursor.position
    let output = try Self.matrix(&cursor, quantized: isQuantized && quantizesOutput, region: region)
    guard cursor.remaining == 0 else { throw cursor.malformed("\(cursor.remaining) bytes follow the model") }

    guard dictionary.pruning == nil || isQuantized else {
      throw cursor.malformed("a model that is not quantized says it is pruned", at: inputStart)
    }
    let hashed = dictionary.pruning?.count ?? (arguments.hasNgrams ? arguments.buckets : 0)
    guard input.columns == arguments.dimension, input.rows >= dictionary.words + hashed else {
      throw cursor.malformed(
        "the input matrix is \(input.rows) × \(input.columns), not \(dictionary.words + hashed) × \(arguments.dimension)",
        at: inputStart)
    }
    guard output.columns == arguments.dimension, output.rows == dictionary.labels.count else {
      throw cursor.malformed(
        "the output matrix is \(output.rows) × \(output.columns), "
          + "not \(dictionary.labels.count) × \(arguments.dimension)",
        at: outputStart)
    }
    // Predictors hold the output matrix unpacked.
    guard output.rows <= Self.largestOutput / output.columns else {
      let size = output.rows * output.columns
      throw ModelFileError(
        path: path, offset: outputStart, .tooLarge(what: "the output matrix", size: size, limit: Self.largestOutput))
    }
    self.path = path
    self.byteCount = region.bytes.count
    self.digest = sha256Hex(region.bytes)
    self.isQuantized = isQuantized
    self.arguments = arguments
    self.dictionary = dictionary
    self.input = input
    self.output = output
    self.loss = try FastTextLoss(arguments.loss, labelCounts: dictionary.labelCounts, path: path)
    self.reciprocal = UInt64.max / UInt64(max(arguments.buckets, 1))
    self.rowsPerWord = arguments.maxSubword > 0 ? FastTextMemory(zeroed: dictionary.words) : nil
    countRowsPerWord()
  }

  private static func matrix(
    _ cursor: inout ByteCursor, quantized: Bool, region: MemoryRegion
  ) throws(ModelFileError) -> FastTextMatrix {
    quantized ? .quantized(try QuantizedRows(&cursor, region: region)) : .dense(try DenseRows(&cursor, region: region))
  }

  private func countRowsPerWord() {
    guard let rowsPerWord else { return }
    var scratch: [UInt8] = []
    for word in 0..<dictionary.words {
      var count: UInt32 = 1
      if word != dictionary.endOfSentence {
        forEachSubword(of: dictionary.bytes(of: word), scratch: &scratch) { _ in count += 1 }
      }
      rowsPerWord.base[word] = count
    }
  }

  /// `hash % buckets`, by a multiplication.
  @inline(__always)
  func remainder(_ hash: UInt64) -> UInt32 {
    let divisor = UInt64(arguments.buckets)
    var rest = hash &- reciprocal.multipliedFullWidth(by: hash).high &* divisor
    while rest >= divisor { rest &-= divisor }
    return UInt32(truncatingIfNeeded: rest)
  }

  /// The row of an n-gram bucket, or -1 if it was pruned away.
  @inline(__always)
  func row(ofBucket bucket: UInt32) -> Int {
    guard let pruning = dictionary.pruning else { return dictionary.words + Int(bucket) }
    let row = pruning.row(of: bucket)
    return row < 0 ? -1 : dictionary.words + row
  }

  /// Calls `body` with the row of each character n-gram of `<word>`, in the order of the reference.
  @inline(__always)
  func forEachSubword(of word: UnsafeBufferPointer<UInt8>, scratch: inout [UInt8], _ body: (UInt32) -> Void) {
    scratch.removeAll(keepingCapacity: true)
    scratch.append(UInt8(ascii: "<"))
    scratch.append(contentsOf: word)
    scratch.append(UInt8(ascii: ">"))
    scratch.withUnsafeBufferPointer { bytes in
      for start in 0..<bytes.count where bytes[start] & 0xC0 != 0x80 {
        var hash: UInt32 = 2_166_136_261
        var end = start
        var length = 1
        while end < bytes.count, length <= arguments.maxSubword {
          repeat {
            hash = FastTextDictionary.extend(hash, bytes[end])
            end += 1
          } while end < bytes.count && bytes[end] & 0xC0 == 0x80
          if length >= arguments.minSubword, !(length == 1 && (start == 0 || end == bytes.count)) {
            let row = row(ofBucket: remainder(UInt64(hash)))
            if row >= 0 { body(UInt32(row)) }
          }
          length += 1
        }
      }
    }
  }
}

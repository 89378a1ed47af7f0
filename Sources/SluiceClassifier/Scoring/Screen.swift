internal import CKernels

/// The first-stage filter: a look at a text by its words alone, at a tenth of the cost of the table. It names the
/// parts that have to be read. A text that has none, because nothing in it suggests harm, exits early.
///
///     screen.entries  u16 [131072]  by the hash of a word: its weight in steps, plus `zero`, and a bit that
///                                   marks the commonest words
///     screen.numbers  f32 [13]      step, offset, limit; slopes and offsets of the five levels
///
/// A text that exits early gets the outputs that the head would most likely give. Parts that are read are read as
/// if there were no screen, so it decides what is read, never that something is harmful.
package struct Screen: Sendable {
  package static let slots = 1 << SLUICE_SCREEN_BITS
  /// The entry of a word without weight.
  package static let zero = 192
  /// Weights in steps that an entry can hold.
  package static let range = -Float(zero)...Float(SLUICE_SCREEN_LARGEST - zero)
  /// Texts with fewer words are read: there is little to save, and little to go by.
  private static let fewestWords = 32

  let entries: Tensor<UInt16>
  /// What a step adds to a window's estimate, and what is added to every estimate.
  let step: Float
  let offset: Float
  /// Windows with an estimate below need not be read.
  let limit: Float
  let slopes: [Float]
  let offsets: [Float]

  init(_ file: ModelFile) throws(ModelFileError) {
    entries = try file.tensor("screen.entries", shape: [Self.slots])
    // Sums of larger weights would run over into what is beside them, on each machine in another way.
    let inUse = UInt16(SLUICE_SCREEN_LARGEST) | UInt16(SLUICE_SCREEN_COMMON)
    guard entries.unsafeBuffer.reduce(0, |) & ~inUse == 0 else {
      throw ModelFileError(path: file.path, .malformed("the tensor screen.entries holds a number out of range"))
    }
    let numbers = try TableModel.finite(file, "screen.numbers", [3 + 2 * Head.levels])
    (step, offset, limit) = (numbers[0], numbers[1], numbers[2])
    slopes = Array(numbers[3..<3 + Head.levels])
    offsets = Array(numbers[(3 + Head.levels)...])
  }

  /// An estimate of the head's first output at a window.
  @inline(__always)
  func estimate(weight: Int, words: Int) -> Float {
    let steps = Float(weight - Self.zero * words)
    return steps * step / Float(max(words, 1)).squareRoot() + offset
  }

  /// The outputs of a head for a window that was not read: those of each level, no category, no stance.
  package static func outputs(level: (Int) -> Float) -> Head.Outputs {
    var outputs = Head.Outputs(repeating: 0)
    for k in 0..<Head.levels { outputs[k] = level(k) }
    outputs[Head.levels] = 1
    outputs[Head.levels + Head.categories] = 1
    return outputs
  }

  /// Whether a part of a text has little obfuscation: at most one place for 32 words where a reader sees letters that
  /// the bytes are not. The screen must not let go what it cannot read.
  @inline(__always)
  static func isPlain(obfuscation quarters: Int, words: Int) -> Bool { quarters * 8 <= words }

  /// Whether a text is long enough, English and plain.
  package static func isLegible(words: Int, common: Int, obfuscation: Int) -> Bool {
    words >= fewestWords && common * 4 >= words && isPlain(obfuscation: obfuscation, words: words)
  }
}

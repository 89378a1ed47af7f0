public import SluiceCore

/// What a report shows beyond totals: sums over single documents that need their probabilities. Made by
/// scans, and again from a ledger's decisions. Merging is commutative, so job counts do not show.
public struct Observations: Sendable {
  /// Lower bounds of the classes of text length, in UTF-8 bytes.
  public static let lengthBounds = [0, 500, 1000, 2000, 4000, 8000, 16_000, 32_000, 64_000]
  /// Classes of the probability the model gives to the score it chose, 0.05 wide.
  public static let confidenceBins = 20
  /// Probabilities tried as gates, in ten-thousandths; the first lets everything pass.
  public static let gates = [0, 5000, 7000, 9000]

  /// Documents by score and class of length: `[score * lengthBounds.count + class]`.
  public private(set) var lengths: [Int]
  /// Documents by score and confidence: `[score * confidenceBins + bin]`.
  public private(set) var confidence: [Int]
  /// Documents with score k or more by the highest gate that their probability on k to 5 passes:
  /// `[k * gates.count + gate]`.
  public private(set) var gated: [Totals.Count]
  /// Sums of the probabilities of each level, in ten-thousandths.
  public private(set) var probabilities: [Int]
  /// Sums of squared words by score, for the intervals of shares of words.
  public private(set) var squaredWords: [UInt128]
  /// Documents counted.
  public private(set) var documents = 0
  /// Occurrences of terms, and documents with any, by category of the term lists; empty if none were searched.
  public private(set) var termHits: [Int]
  /// Documents with a hit, by category of the term lists.
  public private(set) var termDocuments: [Int]
  /// A few documents of each level and near each boundary.
  public private(set) var examples = ExampleReservoir()

  /// - Parameter termCategories: of the lists searched; 0 for none.
  public init(termCategories: Int = 0) {
    let levels = SafetyScore.count
    lengths = Array(repeating: 0, count: levels * Self.lengthBounds.count)
    confidence = Array(repeating: 0, count: levels * Self.confidenceBins)
    gated = Array(repeating: Totals.Count(), count: levels * Self.gates.count)
    probabilities = Array(repeating: 0, count: levels)
    squaredWords = Array(repeating: 0, count: levels)
    termHits = Array(repeating: 0, count: termCategories)
    termDocuments = termHits
  }

  /// Counts one document. Allocates nothing.
  public mutating func add(score: SafetyScore, probabilities parts: LevelProbabilities, _ count: Totals.Count) {
    documents += 1
    let level = Int(score.rawValue)
    lengths[level * Self.lengthBounds.count + Self.lengthClass(count.textBytes)] += 1
    let bin = Int(parts.parts[level]) * Self.confidenceBins / LevelProbabilities.whole
    confidence[level * Self.confidenceBins + min(bin, Self.confidenceBins - 1)] += 1
    squaredWords[level] += UInt128(count.words) * UInt128(count.words)
    probabilities.withUnsafeMutableBufferPointer { probabilities in
      for k in 0..<SafetyScore.count { probabilities[k] += Int(parts.parts[k]) }
    }
    gated.withUnsafeMutableBufferPointer { gated in
      var above = 0
      for k in (0..<SafetyScore.count).reversed() {
        above += Int(parts.parts[k])
        guard k <= level else { continue }
        let gate = above >= Self.gates[3] ? 3 : above >= Self.gates[2] ? 2 : above >= Self.gates[1] ? 1 : 0
        gated[k * Self.gates.count + gate] += count
      }
    }
  }

  /// Counts what the term lists found in one document.
  mutating func add(hits: borrowing [Int]) {
    for category in termHits.indices where hits[category] > 0 {
      termHits[category] += hits[category]
      termDocuments[category] += 1
    }
  }

  /// Keeps an example in a slot that it fits, see `ExampleReservoir`.
  public mutating func keep(_ example: DocumentExample, slot: Int) { examples.insert(example, slot: slot) }

  /// Gives the examples their text.
  public mutating func fillExcerpts(_ read: (DocumentExample) throws -> DocumentExample.Excerpt?) rethrows {
    try examples.fillExcerpts(read)
  }

  /// Adds the sums and examples of other observations.
  public mutating func merge(_ other: Self) {
    func sum<Number: AdditiveArithmetic>(_ a: inout [Number], _ b: [Number]) {
      for i in a.indices where i < b.count { a[i] += b[i] }
    }
    sum(&lengths, other.lengths)
    sum(&confidence, other.confidence)
    sum(&probabilities, other.probabilities)
    sum(&squaredWords, other.squaredWords)
    sum(&termHits, other.termHits)
    sum(&termDocuments, other.termDocuments)
    for i in gated.indices { gated[i] += other.gated[i] }
    documents += other.documents
    examples.merge(other.examples)
  }

  /// Documents with score k or more whose probability on k to 5 passes a gate.
  public func passing(level k: Int, gate: Int) -> Totals.Count {
    var sum = Totals.Count()
    for g in gate..<Self.gates.count { sum += gated[k * Self.gates.count + g] }
    return sum
  }

  private static func lengthClass(_ bytes: Int) -> Int {
    var index = 0
    while index + 1 < lengthBounds.count, bytes >= lengthBounds[index + 1] { index += 1 }
    return index
  }
}

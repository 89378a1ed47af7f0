internal import SluiceIO

/// The order in which a component's documents are taken, and how much is at each place of it. Documents are spread
/// over 2^18 cells by a hash of (seed, key), and a budget takes cells from the first on. A plan's decision about a
/// cell applies to all documents in it, so plans are exact to the size of one cell.
package struct SelectionCells {
  static let bits = 18
  package static let count = 1 << bits

  private(set) var documents = [Int32](repeating: 0, count: count)
  private(set) var words = [Int](repeating: 0, count: count)
  private(set) var textBytes = [Int](repeating: 0, count: count)
  package private(set) var weights = [Int](repeating: 0, count: count)
  package private(set) var total = MixSize()

  package init() {}

  package static func cell(of name: String, seed: UInt64) -> Int {
    Int(KeyedDraws("choose", seed: seed, key: name)[0] >> UInt64(64 - bits))
  }

  package mutating func add(_ size: MixSize, cell: Int) {
    documents[cell] += Int32(size.documents)
    words[cell] += size.words
    textBytes[cell] += size.textBytes
    weights[cell] += size.weight
    total += size
  }

  package func size(of cell: Int) -> MixSize {
    MixSize(
      documents: Int(documents[cell]), words: words[cell], textBytes: textBytes[cell], weight: weights[cell])
  }
}

/// What a plan takes of a component. The middle of copy c of a cell is at c · (weight of all cells) + (weight of the
/// cells before) + half its own weight, and the copy is taken if that is below the budget. Phases begin at weights
/// on the same scale, so they have their tokens to within a cell, and a document's copies are spread over the run.
package struct Selection: Sendable {
  /// Twice the middles of cells of the first copy, so that they are whole.
  private let middles: [Int]
  private let total: Int
  private let budget: Int
  /// Phases that have a part of the component, and the weight at which it ends.
  private let phases: [(phase: Int, end: Int)]

  /// - Parameter ends: by phase, the weight at which the component's part of it ends.
  package init(_ cells: SelectionCells, ends: [Int]) {
    var before = 0
    middles = cells.weights.map { weight in
      defer { before += weight }
      return 2 * before + weight
    }
    total = before
    budget = ends.last ?? 0
    phases = ends.enumerated().compactMap { phase, end in
      end > (phase == 0 ? 0 : ends[phase - 1]) ? (phase, end) : nil
    }
  }

  /// Hands over each copy that is taken, with its phase.
  @inline(__always)
  package func forEachCopy(ofCell cell: Int, _ body: (_ copy: Int, _ phase: Int) throws -> Void) rethrows {
    guard let last = phases.last, total > 0 else { return }
    var copy = 0
    while copy * total < budget {
      let middle = 2 * copy * total + middles[cell]
      guard middle <= 2 * budget else { return }
      try body(copy, (phases.first { middle < 2 * $0.end } ?? last).phase)
      copy += 1
    }
  }
}

import SluiceMixing
import Testing

/// Promise: a budget takes cells from the first on, to the cell; phases share them out without gap or overlap.
struct SelectionTests {
  /// A component of documents of ten bytes each, chosen by seed and key.
  private func cells(_ documents: Int, seed: UInt64 = 0) -> SelectionCells {
    var cells = SelectionCells()
    for number in 0..<documents {
      cells.add(
        MixSize(documents: 1, words: 2, textBytes: 10, weight: 10),
        cell: SelectionCells.cell(of: "0 s#\(number)", seed: seed))
    }
    return cells
  }

  /// What is taken: by phase and copy, the weight.
  private func taken(_ cells: SelectionCells, ends: [Int]) -> [[Int: Int]] {
    var taken = [[Int: Int]](repeating: [:], count: ends.count)
    let selection = Selection(cells, ends: ends)
    for cell in 0..<SelectionCells.count where cells.weights[cell] > 0 {
      selection.forEachCopy(ofCell: cell) { copy, phase in taken[phase][copy, default: 0] += cells.weights[cell] }
    }
    return taken
  }

  private func sum(_ taken: [Int: Int]) -> Int { taken.values.reduce(0, +) }

  @Test func cellsAddUp() {
    let cells = cells(1000)
    #expect(cells.total == MixSize(documents: 1000, words: 2000, textBytes: 10_000, weight: 10_000))
    let sizes = (0..<SelectionCells.count).reduce(into: MixSize()) { $0 += cells.size(of: $1) }
    #expect(sizes == cells.total)
  }

  @Test func aCellDependsOnSeedAndName() {
    #expect(SelectionCells.cell(of: "a", seed: 0) == SelectionCells.cell(of: "a", seed: 0))
    #expect(SelectionCells.cell(of: "a", seed: 0) != SelectionCells.cell(of: "a", seed: 1))
    #expect(SelectionCells.cell(of: "a", seed: 0) != SelectionCells.cell(of: "b", seed: 0))
    #expect((0..<100).allSatisfy { (0..<SelectionCells.count).contains(SelectionCells.cell(of: "\($0)", seed: 9)) })
  }

  @Test(arguments: [0, 10, 5000, 9990, 10_000, 10_010, 25_000, 60_000])
  func aBudgetIsMetToTheCell(_ budget: Int) {
    let cells = cells(1000)
    let all = taken(cells, ends: [budget])[0]
    // At most two documents share a cell here, so no cell has more than a few times ten bytes.
    #expect(abs(sum(all) - budget) <= 20, "\(all)")
    for (copy, weight) in all where copy < budget / 10_000 { #expect(weight == 10_000, "whole copies are whole") }
  }

  @Test func aBudgetOfWholeCopiesIsExact() {
    let all = taken(cells(300), ends: [9000])[0]
    #expect(all == [0: 3000, 1: 3000, 2: 3000])
  }

  @Test func phasesHoldTheirParts() {
    let cells = cells(1000)
    let phases = taken(cells, ends: [2000, 2000, 13_000])
    #expect(abs(sum(phases[0]) - 2000) <= 20 && phases[1].isEmpty && abs(sum(phases[2]) - 11_000) <= 20)
    #expect(sum(phases[0]) + sum(phases[2]) == sum(taken(cells, ends: [13_000])[0]), "nothing is lost between phases")
    #expect(phases[0].keys.sorted() == [0] && phases[2].keys.sorted() == [0, 1])
  }

  @Test func anEmptyComponentGivesNothing() {
    #expect(taken(SelectionCells(), ends: [100])[0].isEmpty)
    #expect(taken(cells(5), ends: [0, 0]) == [[:], [:]])
  }
}

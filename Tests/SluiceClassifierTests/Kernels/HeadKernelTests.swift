import CKernelReferences
import CKernels
import SluiceCore
import Testing

/// The same bits on every machine: sums are added in one order and rounded one by one.
struct HeadKernelTests {
  @Test(arguments: [0, 1, 2, 6, 128]) func everyVariantAnswersAsTheReference(_ hiddenGroups: Int) {
    var random = SplitMix64(seed: UInt64(hiddenGroups) + 1)
    func numbers(_ count: Int, _ range: ClosedRange<Float> = -3...3) -> [Float] {
      (0..<count).map { _ in Float.random(in: range, using: &random) }
    }
    let (inputs, outputs) = (Int(SLUICE_HEAD_INPUTS), Int(SLUICE_HEAD_OUTPUTS))
    let units = hiddenGroups * Int(SLUICE_LANES)
    for round in 0..<20 {
      let (first, biases) = (numbers((units + outputs) * inputs), numbers(units + outputs))
      let second = numbers(units * outputs + 1)
      let input = round == 0 ? [Float](repeating: 0, count: inputs) : numbers(inputs, -1e6...1e6)
      func evaluate(_ set: kernel_set) -> (hidden: [Float], outputs: [Float]) {
        var hidden = [Float](repeating: 9, count: units + 1)
        var answer = [Float](repeating: 9, count: outputs)
        set.evaluate_head(first, biases, second, hiddenGroups, input, &hidden, &answer)
        return (hidden, answer)
      }
      let expected = evaluate(Kernels.reference)
      for set in Kernels.variants {
        #expect(evaluate(set) == expected, "\(Kernels.name(set)), round \(round)")
      }
    }
  }

  @Test(arguments: 0...5) func everyVariantScalesWindowsAsTheReference(_ blocks: Int) {
    var random = SplitMix64(seed: UInt64(blocks) + 9)
    let width = Int(SLUICE_ROW_WIDTH)
    let sums = (0..<max(blocks, 1) * width).map { _ in Int32.random(in: -20_000...20_000, using: &random) }
    let scales = (0..<width).map { _ in Float.random(in: 0...1, using: &random) }
    let biases = (0..<width).map { _ in Float.random(in: -2...2, using: &random) }
    func inputs(_ set: kernel_set) -> [Float] {
      var inputs = [Float](repeating: 9, count: width)
      set.window_inputs(sums, blocks, scales, biases, 0.0173, &inputs)
      return inputs
    }
    for set in Kernels.variants { #expect(inputs(set) == inputs(Kernels.reference), "\(Kernels.name(set))") }
  }
}

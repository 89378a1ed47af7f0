internal import ArgumentParser
internal import SluicePipeline

/// `--max-bad-lines`.
struct BadLines: ExpressibleByArgument {
  let limit: RunPlan.BadLineLimit

  init?(argument: String) {
    if argument.hasSuffix("%") {
      guard let percent = Double(argument.dropLast()), (0...100).contains(percent) else { return nil }
      limit = .percent(percent)
    } else {
      guard let lines = Int(argument), lines >= 0 else { return nil }
      limit = .lines(lines)
    }
  }
}

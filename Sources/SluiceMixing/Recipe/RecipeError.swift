public import SluicePipeline

/// Settings or a recipe that cannot be used. All problems found are listed, in the order of the file.
public struct RecipeError: Error, Hashable, CustomStringConvertible {
  public var problems: [PolicyProblem]

  public var description: String { problems.map(\.description).joined(separator: "\n") }
}

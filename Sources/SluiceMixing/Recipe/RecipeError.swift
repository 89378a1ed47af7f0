package import SluicePipeline

/// Settings or a recipe that cannot be used. All problems found are listed, in the order of the file.
package struct RecipeError: Error, Hashable, CustomStringConvertible {
  package var problems: [PolicyProblem]

  package var description: String { problems.map(\.description).joined(separator: "\n") }
}

internal import CDefaults
internal import SluiceIO

extension Recipe {
  /// Names of the recipes inside the program, in the order of the paper's ablation.
  package static var builtInNames: [String] {
    (0..<sluice_recipe_count()).map { String(cString: sluice_recipe($0).name) }
  }

  /// Reads a recipe file; a name without a slash that no file has is looked for among the built-in ones.
  ///
  /// - Throws: `RecipeError` with all problems found; `IOFailure` if there is no such recipe.
  package static func load(_ name: String) throws -> Recipe {
    if !Folders.exists(name), !name.contains("/"), let bytes = builtIn(name) {
      return try RecipeReader.read(bytes, name: name)
    }
    guard Folders.exists(name) else {
      throw IOFailure(
        .notFound, path: name,
        "no such recipe file, and no recipe inside the program; those are \(builtInNames.joined(separator: ", "))")
    }
    return try RecipeReader.read(try SmallFile.bytes(of: name, limit: 1 << 20), name: name)
  }

  /// The bytes of a recipe inside the program, with or without `.yaml`; nil if there is none.
  package static func builtIn(_ name: String) -> [UInt8]? {
    let wanted = name.hasSuffix(".yaml") ? String(name.dropLast(5)) : name
    return (0..<sluice_recipe_count()).map { sluice_recipe($0) }.first { String(cString: $0.name) == wanted }
      .map { Array(UnsafeBufferPointer(start: $0.bytes, count: $0.count)) }
  }
}

internal import SluiceCore

/// A meaning for every label of a model.
enum LabelMap {
  /// The meanings given in a policy, or, if there are none, the levels the labels themselves name:
  /// `__label__0` to `__label__5`.
  ///
  /// A label the policy does not name is an error: its probability could be routed nowhere.
  ///
  /// - Parameter given: by label, as the model has it or without `__label__`.
  /// - Returns: one meaning per label, in the order of `labels`.
  /// - Throws: ``ModelFileError`` with the labels that have no meaning and the policy text to write.
  static func resolve(
    _ labels: [String], given: [Name: LabelTarget]?, path: String
  ) throws(ModelFileError) -> [LabelTarget] {
    var targets: [LabelTarget] = []
    var unmapped: [String] = []
    for label in labels {
      let bare = (Name(label).removing(prefix: prefix) ?? Name(label)).text
      if let given {
        if let target = given[Name(label)] ?? given[Name(bare)] { targets.append(target) } else { unmapped.append(label) }
      } else if let level = UInt8(bare), bare.utf8.count == 1, let score = SafetyScore(rawValue: level) {
        targets.append(LabelTarget(score: score))
      } else {
        unmapped.append(label)
      }
    }
    guard unmapped.isEmpty else { throw ModelFileError(path: path, .unmappedLabels(unmapped)) }
    return targets
  }

  static let prefix = "__label__"

  /// The policy section that would map these labels.
  static func example(for labels: [String]) -> String {
    let lines = labels.prefix(20).map { "    \(printable($0)): {score: 0}   # 0 safe … 5 highly unsafe" }
    return "Say in the policy what each label means (category and stance are optional):\n"
      + "  labels:\n" + lines.joined(separator: "\n")
  }
}

internal import SluiceCore

extension HTMLReport {
  /// Categories by levels, darker where more documents are.
  var categories: Markup {
    let rows = report.categories.filter { $0.levels.reduce(0, +) > 0 }
    guard !rows.isEmpty else { return .empty }
    // Safe documents would outshine everything: the scale is that of scores 1 to 5.
    let most = max(1, rows.flatMap { $0.levels.dropFirst() }.max() ?? 1)
    let onlyNone = rows.count == 1 && rows[0].category == .none
    let body = rows.sorted { $0.levels.dropFirst().reduce(0, +) > $1.levels.dropFirst().reduce(0, +) }.map { row in
      let cells = row.levels.enumerated().map { score, count in
        score == 0 ? Self.count(count) : Self.heat(count, most)
      }
      return """
        <tr><th scope="row">\(CategoryName.of(row.category))</th>\(cells)\(Self.count(row.levels.dropFirst().reduce(0, +)))</tr>

        """ as Markup
    }
    return Self.section(
      "What harms",
      onlyNone
        ? "This model names no categories."
        : "Documents by main harm and score; the darker, the more. Safe documents are not shaded.",
      """
      <div class="scroll"><table class="sortable" id="categories">
      <thead><tr><th>Harm</th>\(Self.levelHeads)<th>1 to 5</th></tr></thead>
      <tbody>
      \(body)</tbody></table></div>
      """)
  }

  static func heat(_ count: Int, _ most: Int) -> Markup {
    guard count > 0 else { return self.count(0) }
    // The fourth root: counts differ by orders of magnitude, and the rare cells are those to find.
    let step = min(5, 1 + Int(5 * (Double(count) / Double(most)).squareRoot().squareRoot()))
    return "<td class=\"h\(step)\" data-v=\"\(count)\">\(Numbers.count(count))</td>"
  }
}

/// What the categories are called in sentences.
enum CategoryName {
  static func of(_ category: Category) -> String {
    switch category {
    case .none: "No category"
    case .harassmentHate: "Harassment and hate"
    case .violence: "Violence"
    case .selfHarm: "Self-harm"
    case .sexual: "Sexual"
    case .drugsWeaponsCrime: "Drugs, weapons, crime"
    case .hackingMalware: "Hacking and malware"
    case .fraudDeception: "Fraud and deception"
    case .disinformation: "Disinformation"
    case .privacy: "Privacy"
    case .profanity: "Profanity"
    case .advice: "Unqualified advice"
    }
  }
}

internal import SluiceCore

/// A combination of the answers that have few values. Documents of one cell are alike to every predicate that looks at
/// nothing else, so whether rules leave anything to later ones can be counted out.
struct Cell: Sendable {
  var score: Int
  var category: Category
  var stance: Stance
  var language: Language

  static let all: [Cell] = (0..<SafetyScore.count).flatMap { score in
    Category.allCases.flatMap { category in
      Stance.allCases.flatMap { stance in
        Language.allCases.map { Cell(score: score, category: category, stance: stance, language: $0) }
      }
    }
  }
}

import SluiceCore
import SluiceTraining
import Testing

struct EvaluationReportTests {
  /// True and predicted levels of ten documents.
  static let ten = [(0, 0), (0, 0), (0, 1), (0, 3), (1, 1), (2, 0), (3, 3), (3, 2), (4, 4), (5, 3)]

  func report(_ outcomes: [Outcome], _ change: (inout EvaluationOptions) -> Void = { _ in }) -> EvaluationReport {
    var options = EvaluationOptions()
    options.resamples = 50
    change(&options)
    return EvaluationReport(outcomes, model: NamedScorer(), options: options)
  }

  func value(_ report: EvaluationReport, _ name: String) throws -> Double { try #require(report.figures[name]).value }

  @Test func countsAndRatesAreAsComputedByHand() throws {
    let report = report(outcomes(Self.ten.map { (truth: $0.0, predicted: $0.1) }))
    #expect(report.confusion[0] == [2, 1, 0, 1, 0, 0])
    #expect(report.confusion[5] == [0, 0, 0, 1, 0, 0])
    #expect(try value(report, "accuracy") == 0.5)
    // At or above 3: 3 hits, 1 false alarm, 1 miss, 5 rightly below.
    #expect(try value(report, "precision@3") == 0.75)
    #expect(try value(report, "recall@3") == 0.75)
    #expect(try value(report, "f1@3") == 0.75)
    #expect(abs(try value(report, "fpr@3") - 1.0 / 6) < 1e-12)
    // F1 a level: 4/7, 2/3, 0, 2/5, 1, 0.
    #expect(abs(try value(report, "macro_f1") - (4.0 / 7 + 2.0 / 3 + 0.4 + 1) / 6) < 1e-12)
    // Squared distances seen: 1+9+4+1+4 = 19; expected from the margins: 518 / 10 = 51.8.
    #expect(abs(try value(report, "quadratic_kappa") - 0.6332046) < 1e-6)
  }

  @Test func precisionIsReweighedToTheBaseRate() throws {
    var pairs = [(truth: 0, predicted: 0), (0, 0), (0, 0), (0, 4)]
    pairs += [(truth: 4, predicted: 4), (4, 0)]
    let report = report(outcomes(pairs)) { $0.baseRate = [0.9, 0, 0, 0, 0.1, 0] }
    // 0.1 × 1/2 right among 0.1 × 1/2 + 0.9 × 1/4.
    #expect(abs(try value(report, "base_rate_precision@4") - 0.05 / 0.275) < 1e-12)
    #expect(try value(report, "precision@4") == 0.5)
  }

  @Test func figuresThatAreNotDefinedAreLeftOut() {
    let report = report(outcomes([(truth: 0, predicted: 0), (0, 0)]))
    for name in ["precision@3", "recall@3", "auc@1", "quadratic_kappa", "category_accuracy", "base_rate_precision@1"] {
      #expect(report.figures[name] == nil, "\(name)")
    }
    #expect(report.figures["accuracy"]?.value == 1)
  }

  @Test func areaCountsTiesHalf() throws {
    let beliefs: [(truth: Int, probability: Float)] = [(0, 0.1), (0, 0.4), (3, 0.4), (3, 0.8)]
    let outcomes = beliefs.enumerated().map {
      Outcome(document($0, truth: $1.truth), assessment(level: 3, probability: $1.probability))
    }
    #expect(try value(report(outcomes), "auc@3") == 0.875)
  }

  @Test func calibrationErrorIsTheGapBetweenStatedAndSeen() throws {
    let outcomes = (0..<10).map { Outcome(document($0, truth: $0 < 6 ? 3 : 0), assessment(level: 3, probability: 0.8)) }
    let report = report(outcomes)
    #expect(abs(try value(report, "ece@3") - 0.2) < 1e-12)
    #expect(abs(try value(report, "ece") - 0.2) < 1e-12)
    let bin = try #require(report.reliability[">=3"]).first { $0.documents > 0 }
    #expect(bin == ReliabilityBin(from: 0.7, to: 0.8, documents: 10, stated: 0.8, observed: 0.6))
  }

  @Test func categoryCountsFromLevelTwoAndStanceEverywhere() throws {
    let outcomes = [
      Outcome(document(1, truth: 1, category: .violence, stance: .topical), assessment(level: 0)),
      Outcome(
        document(2, truth: 2, category: .violence, stance: .topical),
        assessment(level: 2, category: .violence, stance: .topical)),
      Outcome(document(3, truth: 4, category: .privacy), assessment(level: 4, category: .advice, stance: .harmful)),
    ]
    let report = report(outcomes)
    #expect(try value(report, "category_accuracy") == 0.5)
    #expect(try value(report, "stance_accuracy") == 0.5)
  }

  @Test func textsWithoutAScoreAreCountedApart() {
    let scorer = ReadingScorer()
    let documents = [document(1, truth: 3, text: "3 0.9"), document(2, truth: 3, text: "unreadable")]
    let report = report(Outcome.score(documents, with: scorer, cuts: nil, jobs: 1))
    #expect(report.documents == 1)
    #expect(report.unscored == 1)
  }

  @Test func groupsAreBySourceCategoryAndLength() {
    let long = String(repeating: "x", count: 5000)
    let outcomes = [
      Outcome(document(1, truth: 0, source: "a"), assessment(level: 0)),
      Outcome(document(2, truth: 3, text: long, source: "b", category: .violence), assessment(level: 3)),
      Outcome(document(3, truth: 3, source: "b", category: .violence), assessment(level: 0)),
    ]
    let report = report(outcomes)
    #expect(report.bySource.map(\.name) == ["b", "a"])
    #expect(report.bySource[0].figures["recall@3"]?.value == 0.5)
    #expect(report.byCategory.map(\.name) == ["violence", "none"])
    #expect(Set(report.byLength.map(\.name)) == ["under 256 B", "4 KiB and more"])
  }

  @Test func mistakesComeWorstFirstAndWithoutTextUnlessAsked() throws {
    let pairs = [(truth: 0, predicted: 1), (5, 0), (0, 3), (2, 2)]
    let report = report(outcomes(pairs))
    #expect(report.errors.map(\.key) == ["t#2", "t#3", "t#1"])
    #expect(report.errors.allSatisfy { $0.text == nil })
    #expect(try !report.json().contains("\"text\""))
    let shown = Outcome(document(1, truth: 5, text: "a\u{1B}[2J\nb"), assessment(level: 0), keepingText: true)
    let text = self.report([shown]).text()
    #expect(text.contains("a [2J b"))
    // Of a long text, what lies around the evidence.
    let long = Outcome(
      document(1, truth: 5, text: "start" + String(repeating: "é", count: 900) + "finish"), assessment(level: 0),
      keepingText: true)
    let lines = self.report([long]).text().split(separator: "\n")
    #expect(lines.contains { $0.contains("      starté") && $0.hasSuffix("é…") })
  }

  @Test func sameSeedGivesTheSameIntervals() throws {
    let outcomes = outcomes((0..<200).map { (truth: $0 % 6, predicted: ($0 * $0) % 6) })
    let first = try report(outcomes).json()
    #expect(try report(outcomes).json() == first)
    #expect(try report(outcomes) { $0.seed = 2 }.json() != first)
    let figure = try #require(report(outcomes).figures["accuracy"])
    #expect(figure.low < figure.value && figure.value < figure.high)
  }

  @Test func jsonHasTheDocumentedNames() throws {
    let json = try report(outcomes(Self.ten.map { (truth: $0.0, predicted: $0.1) })).json()
    for name in ["\"model_sha256\"", "\"base_rate_precision@3\"", "\"by_source\"", "\"quadratic_kappa\"", "\">=3\""] {
      #expect(json.contains(name), "\(name)")
    }
  }
}

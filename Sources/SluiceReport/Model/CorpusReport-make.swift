internal import SluiceCore
internal import SluicePipeline

extension CorpusReport {
  package init(_ input: ReportInput, run: RunFacts, rate: SynthesisRate = SynthesisRate()) {
    let totals = input.totals
    let levels = SafetyScore.allCases.map { score in Amount(totals.sum { $0.score == score }) }
    let sum = Amount(totals.sum())
    let own = Self.lanes(input)
    let quarantinedLines = input.quarantined.values.reduce(0, +)
    let remarks = ShardRemarks(input.shards)
    self.init(
      run: run, lines: input.lines, blankLines: input.blankLines, quarantinedLines: quarantinedLines, documents: sum,
      sampledOut: input.sampledOut, sampledOutBytes: input.sampledOutBytes, textBytes: input.textBytes,
      scoredBytes: input.scoredBytes, levels: levels,
      intervals: Self.intervals(levels, sum, input.observations, sample: run.sample),
      expectedShares: input.unrecordedLevels.isEmpty ? input.observations.flatMap(Self.expectedShares) : nil,
      reference: ReferenceComparison(levels: levels.map(\.documents)),
      categories: Category.allCases.map { category in
        CategoryRow(category: category, levels: Self.levels(totals) { $0.category == category })
      },
      stances: Stance.allCases.map { stance in
        StanceRow(stance: stance, levels: Self.levels(totals) { $0.stance == stance })
      },
      unsupportedLanguage: input.unsupported, sources: Self.sources(totals),
      lengths: Self.lengths(input), confidence: Self.confidence(input),
      thresholds: Self.thresholds(input, levels), terms: Self.terms(input, words: sum.words),
      routings: ([("as the policy says", own)] + input.variants.map { ($0.name, $0.lanes) }).map { name, lanes in
        Self.routing(name, lanes, sample: run.sample, rate)
      },
      quarantine: Self.quarantine(input),
      shards: input.shards.map { shard in
        ShardRow(
          shard: shard.shard.text, lines: shard.lines, quarantined: shard.quarantined, amount: Amount(shard.sum),
          levels: shard.levels, remarks: remarks.of(shard))
      },
      failedShards: input.failures, examples: input.observations.map { Example.groups($0.examples) } ?? [],
      notes: input.notes)
  }

  /// Where the policy sends documents. The totals leave out those that it quarantines.
  private static func lanes(_ input: ReportInput) -> [PartialAmount] {
    Lane.partition.map { lane in
      lane == .quarantine
        ? input.quarantinedByPolicy : PartialAmount(input.totals.sum { Lane($0.route) == lane })
    }
  }

  private static func intervals(
    _ levels: [Amount], _ sum: Amount, _ observations: Observations?, sample: Double
  ) -> [LevelInterval]? {
    guard sample < 1 else { return nil }
    let squares = observations.map { $0.squaredWords.map(Double.init) }
    return levels.indices.map { k in
      LevelInterval(
        documents: .share(levels[k].documents, of: sum.documents, sample: sample),
        words: squares.map { squares in
          .ratio(
            words: (levels[k].words, sum.words), squares: (squares[k], squares.reduce(0, +) - squares[k]),
            sample: sample)
        })
    }
  }

  private static func expectedShares(_ observations: Observations) -> [Double]? {
    guard observations.documents > 0 else { return nil }
    return observations.probabilities.map { Double($0) / Double(LevelProbabilities.whole * observations.documents) }
  }

  private static func levels(_ totals: Totals, where included: (Totals.Key) -> Bool) -> [Int] {
    SafetyScore.allCases.map { score in totals.sum { $0.score == score && included($0) }.documents }
  }

  private static func sources(_ totals: Totals) -> [Source] {
    var amounts: [Name?: (Totals.Count, [Int])] = [:]
    for (key, count) in totals.counts {
      var entry = amounts[key.source] ?? (Totals.Count(), [Int](repeating: 0, count: SafetyScore.count))
      entry.0 += count
      entry.1[Int(key.score.rawValue)] += count.documents
      amounts[key.source] = entry
    }
    return amounts.sorted { ($1.value.0.documents, $0.key ?? "") < ($0.value.0.documents, $1.key ?? "") }
      .map { Source(source: $0.key?.text, amount: Amount($0.value.0), levels: $0.value.1) }
  }

  private static func lengths(_ input: ReportInput) -> [LengthRow] {
    guard let observations = input.observations else { return [] }
    let bounds = Observations.lengthBounds
    return bounds.indices.map { index in
      LengthRow(
        fromBytes: bounds[index], toBytes: index + 1 < bounds.count ? bounds[index + 1] : nil,
        levels: (0..<SafetyScore.count).map {
          input.unrecordedLevels.contains($0) ? nil : observations.lengths[$0 * bounds.count + index]
        })
    }
  }

  private static func confidence(_ input: ReportInput) -> [[Int]?] {
    guard let observations = input.observations else { return [] }
    let bins = Observations.confidenceBins
    return (0..<SafetyScore.count).map {
      input.unrecordedLevels.contains($0) ? nil : Array(observations.confidence[$0 * bins..<($0 + 1) * bins])
    }
  }

  private static func thresholds(_ input: ReportInput, _ levels: [Amount]) -> [ThresholdRow] {
    guard let observations = input.observations else { return [] }
    return (1..<SafetyScore.count).flatMap { level in
      let all = levels[level...].reduce(into: Totals.Count()) { sum, amount in
        sum += Totals.Count(documents: amount.documents, textBytes: amount.bytes, words: amount.words)
      }
      return Observations.gates.indices.map { gate in
        var passing = PartialAmount(observations.passing(level: level, gate: gate))
        if Observations.gates[gate] == 0 || passing.documents == all.documents {
          passing = PartialAmount(all)
        } else if !input.unrecordedLevels.isDisjoint(with: level..<SafetyScore.count) {
          passing = PartialAmount()
        } else if !input.observesWords, passing.documents != 0 {
          passing.words = nil
        }
        return ThresholdRow(
          fromScore: level, gate: Double(Observations.gates[gate]) / Double(LevelProbabilities.whole), amount: passing)
      }
    }
  }

  private static func terms(_ input: ReportInput, words: Int) -> [TermRow] {
    guard let observations = input.observations else { return [] }
    return zip(input.termCategories, zip(observations.termHits, observations.termDocuments)).map { name, counts in
      TermRow(
        category: name, hits: counts.0, documents: counts.1,
        hitsPerMillionWords: words > 0 ? 1e6 * Double(counts.0) / Double(words) : 0)
    }
  }

  private static func routing(
    _ name: String, _ lanes: [PartialAmount], sample: Double, _ rate: SynthesisRate
  ) -> Routing {
    Routing(
      name: name,
      routes: Dictionary(uniqueKeysWithValues: Lane.partition.map { ($0.rawValue, lanes[$0.index]) }),
      synthesis: SynthesisEstimate(
        recontextualize: lanes[Lane.recontextualize.index], refusal: lanes[Lane.refusal.index], scale: 1 / sample,
        rate: rate))
  }

  private static func quarantine(_ input: ReportInput) -> [Quarantine] {
    input.quarantined.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }.map { entry in
      Quarantine(
        reason: entry.key, explanation: entry.key.explanation, lines: entry.value,
        examples: input.quarantineExamples.filter { $0.reason == entry.key }.prefix(10).map(\.key.description))
    }
  }
}

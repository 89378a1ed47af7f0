public import SluiceCore

/// Sums over documents that a scan reports and a run's progress shows. Merging is commutative.
public struct Tally: Sendable {
  /// Lines read, blank ones included.
  public var lines = 0
  /// Blank lines read.
  public var blankLines = 0
  /// Quarantined lines by reason.
  public var quarantined: [QuarantineReason: Int] = [:]
  /// The first quarantined lines of each reason, so that a report can point at some.
  public var quarantineExamples: [QuarantineExample] = []
  /// UTF-8 bytes of all scored texts, and how many of them the classifier covered.
  public var textBytes = 0
  /// UTF-8 bytes that the classifier covered.
  public var scoredBytes = 0
  /// Documents left out by sampling, and the UTF-8 bytes of their texts.
  public var sampledOut = 0
  /// UTF-8 bytes of the texts of documents left out by sampling.
  public var sampledOutBytes = 0
  /// Scored documents in languages the classifier does not know, wherever the policy sends them.
  public var unsupported = 0
  /// Documents that the policy quarantined.
  public var quarantinedByPolicy = Totals.Count()
  /// What a scan's report shows of single documents; nil for a run.
  public var observations: Observations?
  /// Documents and words that policy variants would send to each route, one variant after another.
  private var variantCounts: [Totals.Count]
  private static let routes = Lane.partition.count

  /// A quarantined line that a report can point at.
  public struct QuarantineExample: Sendable, Hashable {
    /// The line's key.
    public var key: DocumentKey
    /// Why it was quarantined.
    public var reason: QuarantineReason
  }

  /// Of each reason.
  static let examplesKept = 10

  public init(variants: Int = 0) {
    variantCounts = Array(repeating: Totals.Count(), count: variants * Self.routes)
  }

  /// Documents and words a policy variant would send to each route: `variants[v][route]`.
  public var variants: [[Totals.Count]] {
    stride(from: 0, to: variantCounts.count, by: Self.routes).map { Array(variantCounts[$0..<$0 + Self.routes]) }
  }

  /// Counts a scored document; `lane` says where a variant sends it.
  @inline(__always)
  mutating func add(_ count: Totals.Count, _ assessment: Assessment, lane: (_ variant: Int) -> Int) {
    textBytes += count.textBytes
    scoredBytes += assessment.scoredBytes
    if assessment.language == .unsupported { unsupported += 1 }
    variantCounts.withUnsafeMutableBufferPointer { counts in
      for variant in 0..<counts.count / Self.routes { counts[variant * Self.routes + lane(variant)] += count }
    }
  }

  /// Adds the sums of another tally with the same number of variants.
  public mutating func merge(_ other: Tally) {
    lines += other.lines
    blankLines += other.blankLines
    var kept = quarantined
    for example in other.quarantineExamples where kept[example.reason, default: 0] < Self.examplesKept {
      kept[example.reason, default: 0] += 1
      quarantineExamples.append(example)
    }
    quarantined.merge(other.quarantined, uniquingKeysWith: +)
    textBytes += other.textBytes
    scoredBytes += other.scoredBytes
    sampledOut += other.sampledOut
    sampledOutBytes += other.sampledOutBytes
    unsupported += other.unsupported
    quarantinedByPolicy += other.quarantinedByPolicy
    if let more = other.observations {
      if observations == nil { observations = more } else { observations!.merge(more) }
    }
    for index in variantCounts.indices { variantCounts[index] += other.variantCounts[index] }
  }
}

package import SluiceCore

/// Draws documents to label, the same number from each stratum, in one pass.
///
/// Every document gets a priority from its content hash and the seed, and each stratum keeps the
/// documents with the lowest. So the draw depends neither on the order of the documents nor on how
/// many samplers share the work, and copies of a text are drawn once. Memory holds at most
/// `perStratum` payloads per stratum, and at most `maxSources` sources: if there are more, those
/// with the lowest hashes stay.
package struct Sampler<Payload: Sendable>: Sendable {
  package struct Drawn: Sendable {
    package var key: DocumentKey
    package var stratum: Stratum
    /// Documents of the stratum that were offered, copies included, and how many of them are
    /// drawn: their quotient undoes the stratification.
    package var seen: Int
    package var drawn: Int
    package var payload: Payload
  }

  private struct Entry: Sendable {
    var priority: UInt64
    var key: DocumentKey
    var payload: Payload
  }

  private struct Reservoir: Sendable {
    var seen = 0
    /// By rising priority.
    var entries: [Entry] = []
  }

  private let perStratum: Int
  private let properties: StratumProperties
  private let seed: UInt64
  private let maxSources: Int
  private var reservoirs: [Stratum: Reservoir] = [:]
  private var sources: [Name: UInt64] = [:]

  /// - Precondition: `perStratum` and `maxSources` are positive.
  package init(perStratum: Int, by properties: StratumProperties = .all, seed: UInt64, maxSources: Int = 4096) {
    precondition(perStratum > 0 && maxSources > 0, "a sample needs room")
    self.perStratum = perStratum
    self.properties = properties
    self.seed = seed
    self.maxSources = maxSources
  }

  /// Offers a document; `payload` is made only if it is kept for now. Amortised constant time.
  package mutating func offer(
    _ key: DocumentKey, contentHash: UInt64, source: Name, assessment: Assessment, payload: () throws -> Payload
  ) rethrows {
    guard !properties.contains(.source) || admit(source) else { return }
    let stratum = Stratum(
      score: properties.contains(.score) ? assessment.score : nil,
      source: properties.contains(.source) ? source : nil,
      uncertainty: properties.contains(.uncertainty) ? Uncertainty(assessment.probabilities) : nil)
    let priority = SplitMix64.mixed(contentHash ^ SplitMix64.mixed(seed &+ 0x9E37_79B9_7F4A_7C15))
    reservoirs[stratum, default: Reservoir()].seen += 1
    try insert(priority, key, into: stratum, payload)
  }

  /// Adds what another sampler with the same settings has drawn.
  package mutating func merge(_ other: Self) {
    for (stratum, reservoir) in other.reservoirs {
      if let source = stratum.source, !admit(source) { continue }
      reservoirs[stratum, default: Reservoir()].seen += reservoir.seen
      for entry in reservoir.entries { insert(entry.priority, entry.key, into: stratum) { entry.payload } }
    }
  }

  /// The documents drawn, ordered by stratum and then by priority.
  ///
  /// - Parameter limit: if given, strata take turns until that many are drawn.
  package func drawn(limit: Int? = nil) -> [Drawn] {
    let strata = reservoirs.keys.sorted()
    var counts = strata.map { _ in 0 }
    var left = limit ?? Int.max
    for round in 0..<perStratum where left > 0 {
      for (index, stratum) in strata.enumerated() where left > 0 && reservoirs[stratum]!.entries.count > round {
        counts[index] += 1
        left -= 1
      }
    }
    return zip(strata, counts).flatMap { stratum, count in
      let reservoir = reservoirs[stratum]!
      return reservoir.entries.prefix(count).map {
        Drawn(key: $0.key, stratum: stratum, seen: reservoir.seen, drawn: count, payload: $0.payload)
      }
    }
  }

  /// Lets go of documents that can no longer be among `limit` drawn, so that memory holds about twice
  /// that many whatever the number of strata. It changes no draw of that limit: more documents can
  /// only lower the rank a stratum is drawn to. Cheap; call it now and then.
  ///
  /// - Precondition: `maxSources` is at least `limit`; otherwise a source that goes could leave room.
  package mutating func trim(toDraw limit: Int) {
    precondition(maxSources >= limit, "trimming needs room for as many sources as are drawn")
    let counts = reservoirs.values.map(\.entries.count)
    guard counts.reduce(0, +) > 2 * limit + reservoirs.count else { return }
    var low = 1
    var high = perStratum
    while low < high {
      let rank = (low + high) / 2
      if counts.reduce(0, { $0 + min($1, rank) }) >= limit { high = rank } else { low = rank + 1 }
    }
    for (stratum, reservoir) in reservoirs where reservoir.entries.count > low {
      reservoirs[stratum]!.entries.removeLast(reservoir.entries.count - low)
    }
  }

  private mutating func insert(
    _ priority: UInt64, _ key: DocumentKey, into stratum: Stratum, _ payload: () throws -> Payload
  ) rethrows {
    let entries = reservoirs[stratum]!.entries
    if entries.count == perStratum, priority > entries[entries.count - 1].priority { return }
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].priority < priority { low = middle + 1 } else { high = middle }
    }
    if low < entries.count, entries[low].priority == priority {
      // The same text again: the first key by name is kept, whichever came first.
      let held = entries[low].key
      guard key < held else { return }
      reservoirs[stratum]!.entries[low] = Entry(priority: priority, key: key, payload: try payload())
      return
    }
    let entry = Entry(priority: priority, key: key, payload: try payload())
    reservoirs[stratum]!.entries.insert(entry, at: low)
    if reservoirs[stratum]!.entries.count > perStratum { reservoirs[stratum]!.entries.removeLast() }
  }

  /// Whether a source is among those kept; a source that must go takes its strata along.
  private mutating func admit(_ source: Name) -> Bool {
    if sources[source] != nil { return true }
    var hash = seed
    for byte in source.text.utf8 { hash = SplitMix64.mixed(hash ^ UInt64(byte)) }
    if sources.count == maxSources {
      guard let last = sources.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }) else { return false }
      guard (hash, source) < (last.value, last.key) else { return false }
      sources[last.key] = nil
      for stratum in reservoirs.keys where stratum.source == last.key { reservoirs[stratum] = nil }
    }
    sources[source] = hash
    return true
  }
}

package import SluiceCore
package import SluiceIO

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// One thread's tools: parses, scores, routes and compresses the chunks of a turn. All scratch memory lives here
/// and is reused from turn to turn.
package final class ChunkWorker {
  package struct Context: Sendable {
    package var scorer: any Scorer
    package var policy: Policy
    package var variants: [Policy]
    package var plan: RunPlan
  }

  private let context: Context
  /// The context's variants as bare references: every document asks each, and counting references would cost
  /// as much as the answers.
  private let variants: [Unmanaged<CompiledPolicy>]
  private let session: any ScoringSession
  private let parser: LineParser
  private let lineHash = ByteBuffer()
  private var encoders: [OutputCodec: any FrameEncoder] = [:]
  private let sampleLimit: UInt64
  private let observer: DocumentObserver?
  package let batch: ChunkBatch

  // The chunk under work. A check of each access would cost more than what it guards: one thread, and no closure
  // that comes back here.
  @exclusivity(unchecked) private var chunk = Chunk()
  @exclusivity(unchecked) private var laneBuffers: [ByteBuffer] = []
  @exclusivity(unchecked) private var result: ChunkResult
  @exclusivity(unchecked) private var counts = TotalsAccumulator()
  private var safety: SafetyObjectWriter?
  private var shard: RunPlan.Shard?

  package init(_ context: Context) {
    self.context = context
    batch = ChunkBatch(writes: context.plan.outputFolder != nil)
    variants = context.variants.map { Unmanaged.passUnretained($0.compiled) }
    session = context.scorer.makeSession()
    parser = LineParser(fields: context.plan.fields, reservedKey: context.plan.safetyKey)
    result = ChunkResult(decisions: DecisionBatch(rules: []), tally: Tally())
    observer = context.plan.observations.map { DocumentObserver($0) }
    sampleLimit = context.plan.sample.map { $0 < 1 ? UInt64($0 * 0x1p64) : .max } ?? .max
  }

  private var writes: Bool { context.plan.outputFolder != nil }

  /// Works through `batch`, chunks of a shard: scores all, then compresses all.
  package func process(_ shard: RunPlan.Shard) throws -> [ChunkResult] {
    begin(shard)
    var results = batch.filled.map(score)
    if writes {
      for (index, place) in batch.filled.enumerated() {
        results[index].frames = try encode(place.laneBuffers, shard)
      }
    }
    return results
  }

  private func begin(_ shard: RunPlan.Shard) {
    guard self.shard?.id != shard.id else { return }
    self.shard = shard
    observer?.begin()
    safety = SafetyObjectWriter(
      safetyKey: context.plan.safetyKey, model: context.scorer.name, shard: shard.input.path,
      rules: context.policy.rules)
  }

  private func score(_ place: ChunkBatch.Place) -> ChunkResult {
    chunk = place.chunk
    laneBuffers = place.laneBuffers
    result = ChunkResult(
      decisions: DecisionBatch(rules: context.policy.rules), tally: Tally(variants: context.variants.count))
    result.after = chunk.after
    result.lines = chunk.lines
    result.tally.lines = chunk.lines
    for buffer in laneBuffers {
      buffer.count = 0
      buffer.shrink(to: 8 << 20)
    }
    switch chunk.content {
    case .lines: processLines()
    case .longLine(let first, let last): copyLongLine(first: first, last: last)
    }
    result.totals = counts.drain(sources: result.decisions.sources)
    result.tally.observations = observer?.drain()
    return result
  }

  private func processLines() {
    let bytes = chunk.buffer.bytes
    let position = chunk.position
    var start = 0
    var number = chunk.linesBefore
    while start < bytes.count {
      let rest = bytes.count - start
      let base = bytes.baseAddress! + start
      let length = memchr(base, Int32(UInt8(ascii: "\n")), rest).map { UnsafeRawPointer($0) - UnsafeRawPointer(base) }
      number += 1
      let line = UnsafeBufferPointer(start: base, count: length ?? rest)
      processLine(line, number: number, offset: position + start, torn: length == nil && chunk.endsTorn)
      start += line.count + 1
    }
  }

  private func processLine(_ line: UnsafeBufferPointer<UInt8>, number: Int, offset: Int, torn: Bool) {
    var content = line
    // A byte order mark belongs to the file; it stays in the kept line, but is not JSON.
    if number == 1, line.starts(with: [0xef, 0xbb, 0xbf]) { content = UnsafeBufferPointer(rebasing: line[3...]) }
    if TextMeasure.isBlank(content) {
      result.blankLines += 1
      result.tally.blankLines += 1
      return
    }
    if torn { return quarantine(line, number, offset, .tornLine, nil) }
    if line.count > context.plan.reader.maxLineBytes { return quarantine(line, number, offset, .lineTooLong, nil) }
    switch parser.parse(content) {
    case .failure(let problem): quarantine(line, number, offset, QuarantineReason(problem), nil)
    case .success(let fields): assess(line, fields, number: number, offset: offset)
    }
  }

  private func assess(_ line: UnsafeBufferPointer<UInt8>, _ fields: LineFields, number: Int, offset: Int) {
    let text = fields.text
    let hash = ContentHash.of(text)
    if hash > sampleLimit {
      result.tally.sampledOut += 1
      result.tally.sampledOutBytes += text.count
      return
    }
    guard var assessment = session.assess(text) else {
      return quarantine(line, number, offset, .classifierFailed, fields)
    }
    guard assessment.scoredBytes == text.count else {
      return quarantine(line, number, offset, .partlyScored, fields)
    }
    if let score = context.policy.decide(assessment.probabilities) { assessment.score = score }
    let words = TextMeasure.words(text)
    let input = PolicyInput(
      assessment: assessment, text: text, words: words, id: fields.id, source: fields.source, url: fields.url)
    var memo = PolicyMemo()
    let (destination, rule) = context.policy.route(input, memo: &memo)
    let count = Totals.Count(documents: 1, textBytes: text.count, words: words)
    result.tally.add(count, assessment) { variant in
      variants[variant]._withUnsafeGuaranteedRef {
        $0.rules[$0.firstMatch(input, whereThePolicyHas: rule, &memo)].destination.lane.index
      }
    }
    guard case .route(let route) = destination else {
      if case .quarantine(let reason) = destination { quarantine(line, number, offset, reason, fields) }
      return
    }
    let source = result.decisions.sourceIndex(fields.source)
    counts.add(source: source, assessment: assessment, route: route, count)
    observer?.add(
      input, hash: hash, shard: shard!.input.path, line: number, route: route, rule: context.policy.rules[rule], count)
    guard writes else { return }

    let scalarStart = TextMeasure.scalars(UnsafeBufferPointer(rebasing: text[..<assessment.span.lowerBound]))
    let scalarLength = TextMeasure.scalars(UnsafeBufferPointer(rebasing: text[assessment.span]))
    let scalarSpan = scalarStart..<(scalarStart + scalarLength)
    let lane = Lane(route)
    let buffer = laneBuffers[lane.index]
    if route == .keep {
      buffer.append(line)
      buffer.append(UInt8(ascii: "\n"))
    } else {
      safety!.append(
        route == .drop && context.plan.hashesDropped ? standIn(for: line) : line, assessment: assessment,
        scalarSpan: scalarSpan, route: route, rule: rule, number: number, to: buffer)
    }
    result.laneLines[lane.index] += 1
    if context.plan.attributes {
      AttributesRow.append(
        id: fields.id, key: DocumentKey(shard: shard!.input.path, line: number), source: fields.source,
        scalars: TextMeasure.scalars(text), assessment: assessment, route: route,
        to: laneBuffers[Lane.attributes.index])
      result.laneLines[Lane.attributes.index] += 1
    }
    if context.plan.recordsKept || route != .keep {
      result.decisions.append(
        line: number, id: fields.id, source: source, contentHash: hash, textBytes: text.count, assessment: assessment,
        scalarSpan: scalarSpan, route: route, rule: rule)
    }
  }

  private func standIn(for line: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    lineHash.count = 0
    LineHash.append(of: line, to: lineHash)
    return lineHash.bytes
  }

  private func quarantine(
    _ line: UnsafeBufferPointer<UInt8>, _ number: Int, _ offset: Int, _ reason: QuarantineReason, _ fields: LineFields?
  ) {
    let key = noteQuarantined(number, offset, reason)
    guard writes else { return }
    let buffer = laneBuffers[Lane.quarantine.index]
    beginQuarantineRow(key, offset, reason, buffer)
    buffer.appendBase64(line)
    buffer.append("\"}\n")
    result.laneLines[Lane.quarantine.index] += 1
    if context.plan.attributes {
      AttributesRow.appendUnscored(
        id: fields?.id, key: key, source: fields?.source, to: laneBuffers[Lane.attributes.index])
      result.laneLines[Lane.attributes.index] += 1
    }
  }

  private func noteQuarantined(_ number: Int, _ offset: Int, _ reason: QuarantineReason) -> DocumentKey {
    let key = DocumentKey(shard: shard!.input.path, line: number)
    result.quarantined.append(QuarantinedLine(line: number, byteOffset: offset, reason: reason))
    result.tally.quarantined[reason, default: 0] += 1
    if result.tally.quarantineExamples.count < Tally.examplesKept {
      result.tally.quarantineExamples.append(Tally.QuarantineExample(key: key, reason: reason))
    }
    return key
  }

  private func beginQuarantineRow(_ key: DocumentKey, _ offset: Int, _ reason: QuarantineReason, _ buffer: ByteBuffer) {
    buffer.append(#"{"shard":"#)
    buffer.appendJSONString(key.shard)
    buffer.append(#","line":"#)
    buffer.append(key.line)
    buffer.append(#","byte_offset":"#)
    buffer.append(offset)
    buffer.append(#","reason":"#)
    buffer.appendJSONString(reason.rawValue)
    buffer.append(#","raw_base64":""#)
  }

  /// A line over the limit goes to quarantine piece by piece; its row spans several frames.
  private func copyLongLine(first: Bool, last: Bool) {
    let buffer = laneBuffers[Lane.quarantine.index]
    if first {
      let number = chunk.linesBefore + 1
      let key = noteQuarantined(number, chunk.position, .lineTooLong)
      guard writes else { return }
      beginQuarantineRow(key, chunk.position, .lineTooLong, buffer)
      result.laneLines[Lane.quarantine.index] += 1
      if context.plan.attributes {
        AttributesRow.appendUnscored(id: nil, key: key, source: nil, to: laneBuffers[Lane.attributes.index])
        result.laneLines[Lane.attributes.index] += 1
      }
    }
    guard writes else { return }
    buffer.appendBase64(chunk.buffer.bytes)
    if last { buffer.append("\"}\n") }
  }

  private func encode(_ laneBuffers: [ByteBuffer], _ shard: RunPlan.Shard) throws -> [ByteBuffer?] {
    try Lane.allCases.map { lane in
      let buffer = laneBuffers[lane.index]
      if buffer.count == 0 { return nil }
      let codec = lane == .attributes ? shard.attributesCodec : context.plan.codec
      let encoder = encoders[codec] ?? codec.makeEncoder()
      encoders[codec] = encoder
      let frame = ByteBuffer()
      try encoder.encode(buffer.bytes, into: frame)
      return frame
    }
  }
}

extension QuarantineReason {
  package init(_ problem: LineProblem) {
    switch problem {
    case .notJSON: self = .notJSON
    case .notUTF8: self = .notUTF8
    case .loneSurrogate: self = .loneSurrogate
    case .numberOutOfRange: self = .numberOutOfRange
    case .nestedTooDeep: self = .nestedTooDeep
    case .notObject: self = .notObject
    case .duplicateKey: self = .duplicateKey
    case .reservedKeyTaken: self = .safetyKeyTaken
    case .missingText: self = .missingText
    case .textNotString: self = .textNotString
    case .outOfMemory: self = .outOfMemory
    }
  }
}

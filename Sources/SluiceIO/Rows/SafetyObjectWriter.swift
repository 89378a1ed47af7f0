package import SluiceCore

/// Appends the `safety` object to a document without touching its other bytes; `QueueRowReader` takes it off again.
package struct SafetyObjectWriter {
  /// `,"safety":{...` up to what differs between documents, and the constant rest, ready made.
  private let head: [UInt8]
  private let model: [UInt8]
  private let ruleNames: [[UInt8]]
  private let key: [UInt8]

  /// - Parameter safetyKey: one top-level key, taken literally.
  package init(safetyKey: String, model: String, shard: String, rules: [String]) {
    func json(_ text: String) -> [UInt8] {
      let buffer = ByteBuffer()
      buffer.appendJSONString(text)
      return Array(buffer.bytes)
    }
    head = [UInt8(ascii: ",")] + json(safetyKey) + Array(#":{"safety_score":"#.utf8)
    self.model = json(model)
    ruleNames = rules.map(json)
    // The key's closing quote is left out: the line number follows.
    key = json(shard + "#").dropLast()
  }

  /// - Parameters:
  ///   - line: a JSON object, with whatever white space surrounds it.
  ///   - number: its line in the shard.
  package func append(
    _ line: UnsafeBufferPointer<UInt8>, assessment: Assessment, scalarSpan: Range<Int>, lane: Lane, rule: Int,
    number: Int, to buffer: ByteBuffer
  ) {
    let brace = line.lastIndex(of: UInt8(ascii: "}"))!
    buffer.append(UnsafeBufferPointer(rebasing: line[..<brace]))
    buffer.append(head)
    buffer.append(Int(assessment.score.rawValue))
    buffer.append(#","safety_expected":"#)
    buffer.append(tenThousandths: assessment.probabilities.expectedParts)
    buffer.append(#","safety_probs":"#)
    Self.appendRest(of: assessment, scalarSpan, lane, to: buffer)
    buffer.append(ruleNames[rule])
    buffer.append(#","model":"#)
    buffer.append(model)
    buffer.append(#","key":"#)
    buffer.append(key)
    buffer.append(number)
    buffer.append("\"}")
    buffer.append(UnsafeBufferPointer(rebasing: line[brace...]))
    buffer.append(UInt8(ascii: "\n"))
  }

  /// What all JSON forms of a score have alike: from the probabilities to the key of the rule's name.
  static func appendRest(of assessment: Assessment, _ scalarSpan: Range<Int>, _ lane: Lane, to buffer: ByteBuffer) {
    buffer.append(UInt8(ascii: "["))
    for k in 0..<SafetyScore.count {
      if k > 0 { buffer.append(UInt8(ascii: ",")) }
      buffer.append(tenThousandths: Int(assessment.probabilities.parts[k]))
    }
    buffer.append(#"],"category":"#)
    buffer.appendJSONString(assessment.category.rawValue)
    buffer.append(#","stance":"#)
    buffer.appendJSONString(assessment.stance.rawValue)
    buffer.append(#","span":["#)
    buffer.append(scalarSpan.lowerBound)
    buffer.append(UInt8(ascii: ","))
    buffer.append(scalarSpan.upperBound)
    buffer.append(#"],"route":"#)
    buffer.appendJSONString(lane.rawValue)
    buffer.append(#","rule":"#)
  }
}

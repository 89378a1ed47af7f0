internal import SluiceCore

/// What every form of the report says about its numbers.
extension CorpusReport {
  /// Things to know before believing a number; empty for most corpora.
  package var warnings: [String] {
    var warnings: [String] = []
    if documents.documents == 0 { warnings.append("No document was scored, so there is nothing to conclude.") }
    if !failedShards.isEmpty {
      let shards = failedShards.count.counted("shard")
      warnings.append("\(shards) could not be read; nothing below counts \(failedShards.count == 1 ? "it" : "them").")
    }
    let all = documents.documents + (routings.first?.routes[Lane.quarantine.rawValue]?.documents ?? 0)
    if let unsupported = unsupportedLanguage, unsupported * 100 >= all, unsupported > 0 {
      warnings.append(
        "\(Numbers.percent(unsupported, of: all)) of the scored documents are in a language the model does not know; "
          + "their scores mean nothing.")
    }
    if let scoredBytes, let textBytes, scoredBytes < textBytes {
      warnings.append("Only \(Numbers.percent(scoredBytes, of: textBytes)) of the text was covered by the classifier.")
    }
    if let far = reference.warning { warnings.append(far) }
    return warnings + notes
  }

  /// Lanes that any routing uses, and always the four routes.
  var shownLanes: [Lane] {
    Lane.partition.filter { lane in
      lane != .quarantine || routings.contains { $0.routes[lane.rawValue]?.documents != 0 }
    }
  }

  /// The policy, and those of its neighbours that change something, or of which the ledger does not tell.
  var tellingRoutings: [Routing] {
    guard let own = routings.first else { return [] }
    return [own]
      + routings.dropFirst().filter { other in
        other.routes.contains { lane, amount in
          // Words are not always known where documents and bytes are.
          amount.documents != own.routes[lane]?.documents || amount.bytes != own.routes[lane]?.bytes
        }
      }
  }

  /// What the policy's synthesis takes.
  var synthesisSentence: String {
    guard let own = routings.first?.synthesis else { return "" }
    guard own.documents != 0, let read = own.tokensRead, let written = own.tokensWritten else {
      return "Nothing to synthesize."
    }
    var text =
      "Synthesis under this policy: about \(Numbers.short(Double(read))) tokens to read and "
      + "\(Numbers.short(Double(written))) to write"
    if let cost = own.cost { text += ", which costs \(Numbers.money(cost)) (in the currency of the price given)" }
    if let seconds = own.seconds {
      text += (own.cost == nil ? ", which takes " : " and takes ") + Numbers.duration(seconds)
    }
    return text + "."
  }

  /// How long the work took, and how fast that is; nil if unknown.
  var speed: String? {
    guard run.seconds > 0 else { return nil }
    let rate = Double(documents.documents + sampledOut) / run.seconds
    let textRate = Double((textBytes ?? 0) + sampledOutBytes) / run.seconds
    return
      "\(Numbers.duration(run.seconds)): \(Numbers.count(Int(bounding: rate))) documents/s, \(Numbers.bytes(Int(bounding: textRate)))/s of text"
  }

  /// Documents at a level or above.
  func documents(from level: Int) -> Int { levels[level...].reduce(0) { $0 + $1.documents } }
}

internal import SluiceClassifier
internal import SluiceCore
internal import SluicePipeline

/// The readers of bytes that anybody may have made. Each must accept or refuse; a trap, an overread
/// (AddressSanitizer), endless work or a broken invariant is a finding.
public enum FuzzTarget: String, CaseIterable, Sendable {
  case lines, json, gzip, zstd, quarantine, safetensors, fasttext, policy

  /// - Returns: 0, as libFuzzer wants it.
  public func run(_ bytes: UnsafeBufferPointer<UInt8>) -> Int32 {
    switch self {
    case .lines: fuzzLines(bytes)
    case .json: fuzzJSON(bytes)
    case .gzip: fuzzStream(bytes, magic: [0x1f, 0x8b])
    case .zstd: fuzzStream(bytes, magic: [0x28, 0xb5, 0x2f, 0xfd])
    case .quarantine: fuzzStream(bytes, magic: [], replaysQuarantine: true)
    case .safetensors: fuzzSafetensors(bytes)
    case .fasttext: fuzzFastText(bytes)
    case .policy: fuzzPolicy(bytes)
    }
    return 0
  }
}

func fuzzSafetensors(_ bytes: UnsafeBufferPointer<UInt8>) {
  guard let file = try? ModelFile(bytes: Array(bytes)) else { return }
  var sum: Float = 0
  for tensor in file.tensors {
    if let found = try? file.tensor(tensor.name, of: Float.self) {
      found.withSpan { span in for i in span.indices { sum += span[i] } }
    }
  }
  // Used, so that no load is optimised away.
  precondition(!(sum < 0 && sum > 0))
}

func fuzzFastText(_ bytes: UnsafeBufferPointer<UInt8>) {
  guard let model = try? FastTextModel(bytes: Array(bytes)), let scorer = try? FastTextScorer(model: model) else {
    return
  }
  let session = scorer.makeSession()
  for text in ["", "garden storm </s>", "a\u{0}b\n\u{e9} garden garden"] {
    Array(text.utf8).withUnsafeBufferPointer { bytes in
      if let found = session.assess(bytes) { precondition(found.probabilities.parts.count == 6) }
    }
  }
}

func fuzzPolicy(_ bytes: UnsafeBufferPointer<UInt8>) {
  if let policy = try? Policy(yaml: String(decoding: bytes, as: UTF8.self), name: "fuzz") {
    precondition(!policy.rules.isEmpty && !policy.explanation.isEmpty)
  }
}

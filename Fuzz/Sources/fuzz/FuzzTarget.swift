import SluiceClassifier
import SluicePipeline

/// The readers of bytes that anybody may have made. Each must accept or refuse; a trap, an overread
/// (AddressSanitizer), endless work or a broken invariant is a finding.
enum FuzzTarget: String, CaseIterable {
  case lines, json, gzip, zstd, safetensors, fasttext, policy

  typealias Callback = @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32

  var callback: Callback {
    switch self {
    case .lines: { fuzzLines(UnsafeBufferPointer(start: $0, count: $1)) }
    case .json: { fuzzJSON(UnsafeBufferPointer(start: $0, count: $1)) }
    case .gzip: { fuzzStream(UnsafeBufferPointer(start: $0, count: $1), magic: [0x1f, 0x8b]) }
    case .zstd: { fuzzStream(UnsafeBufferPointer(start: $0, count: $1), magic: [0x28, 0xb5, 0x2f, 0xfd]) }
    case .safetensors: { fuzzSafetensors(UnsafeBufferPointer(start: $0, count: $1)) }
    case .fasttext: { fuzzFastText(UnsafeBufferPointer(start: $0, count: $1)) }
    case .policy: { fuzzPolicy(UnsafeBufferPointer(start: $0, count: $1)) }
    }
  }
}

func fuzzSafetensors(_ bytes: UnsafeBufferPointer<UInt8>) -> Int32 {
  guard let file = try? ModelFile(bytes: Array(bytes)) else { return 0 }
  var sum: Float = 0
  for tensor in file.tensors {
    if let found = try? file.tensor(tensor.name, of: Float.self) {
      found.withSpan { span in for i in span.indices { sum += span[i] } }
    }
  }
  return sum == .infinity ? 0 : 0
}

func fuzzFastText(_ bytes: UnsafeBufferPointer<UInt8>) -> Int32 {
  guard let model = try? FastTextModel(bytes: Array(bytes)), let scorer = try? FastTextScorer(model: model) else {
    return 0
  }
  let session = scorer.makeSession()
  for text in ["", "garden storm </s>", "a\u{0}b\n\u{e9} garden garden"] {
    Array(text.utf8).withUnsafeBufferPointer { bytes in
      if let found = session.assess(bytes) { precondition(found.probabilities.parts.count == 6) }
    }
  }
  return 0
}

func fuzzPolicy(_ bytes: UnsafeBufferPointer<UInt8>) -> Int32 {
  if let policy = try? Policy(yaml: String(decoding: bytes, as: UTF8.self), name: "fuzz") {
    precondition(!policy.rules.isEmpty && !policy.explanation.isEmpty)
  }
  return 0
}

internal import CFuzzer
internal import FuzzHarness
internal import Glibc

// fuzz TARGET [libFuzzer's arguments]: runs libFuzzer on one reader. Scripts/fuzz makes seeds, runs the
// targets and keeps the inputs that fail.

guard CommandLine.arguments.count > 1, let target = FuzzTarget(rawValue: CommandLine.arguments[1]) else {
  let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: "|")
  print("usage: fuzz \(names) [libFuzzer arguments]")
  exit(64)
}

var count = CommandLine.argc - 1
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv + 1

/// libFuzzer calls back without a context, so each target needs its own function.
let callback: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32 =
  switch target {
  case .lines: { FuzzTarget.lines.run(UnsafeBufferPointer(start: $0, count: $1)) }
  case .json: { FuzzTarget.json.run(UnsafeBufferPointer(start: $0, count: $1)) }
  case .gzip: { FuzzTarget.gzip.run(UnsafeBufferPointer(start: $0, count: $1)) }
  case .zstd: { FuzzTarget.zstd.run(UnsafeBufferPointer(start: $0, count: $1)) }
  case .quarantine: { FuzzTarget.quarantine.run(UnsafeBufferPointer(start: $0, count: $1)) }
  case .safetensors: { FuzzTarget.safetensors.run(UnsafeBufferPointer(start: $0, count: $1)) }
  case .fasttext: { FuzzTarget.fasttext.run(UnsafeBufferPointer(start: $0, count: $1)) }
  case .policy: { FuzzTarget.policy.run(UnsafeBufferPointer(start: $0, count: $1)) }
  }
exit(LLVMFuzzerRunDriver(&count, &arguments, callback))

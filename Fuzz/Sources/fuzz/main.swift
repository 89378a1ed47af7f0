import CFuzzer
import Glibc

// fuzz TARGET [libFuzzer's arguments]: feeds one reader with what libFuzzer makes up. Scripts/fuzz
// makes seeds, runs the targets and keeps what fails.

guard CommandLine.arguments.count > 1, let target = FuzzTarget(rawValue: CommandLine.arguments[1]) else {
  let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: "|")
  fputs("usage: fuzz \(names) [libFuzzer arguments]\n", stderr)
  exit(64)
}

var count = CommandLine.argc - 1
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv + 1
exit(LLVMFuzzerRunDriver(&count, &arguments, target.callback))

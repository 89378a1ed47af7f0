internal import Foundation

#if canImport(Darwin)
  public import Darwin
#else
  public import Glibc
#endif

/// What a finished program left.
public struct Finished: Sendable {
  public var status: Int32
  public var output: [UInt8]
  public var errors: String

  public var text: String { String(decoding: output, as: UTF8.self) }
}

/// A running program, by posix_spawn: Foundation's `Process` waits on a run loop, which can miss the end of
/// a child when many threads start some at once.
public final class Spawned {
  public let identifier: pid_t

  /// - Parameters:
  ///   - program: a path, or a name looked up in PATH.
  ///   - files: for standard input, output and error.
  public init(_ program: String, _ arguments: [String], environment: [String: String] = [:], files: [String]) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (descriptor, file) in files.enumerated() {
      let flags = descriptor == 0 ? O_RDONLY : O_WRONLY | O_CREAT | O_TRUNC
      posix_spawn_file_actions_addopen(&actions, Int32(descriptor), file, flags, 0o600)
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Children start with the default signal actions, whatever the test runner has set.
    var signals = sigset_t()
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    let all = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
    var argv = ([program] + arguments).map { strdup($0) } + [nil]
    var envp = all.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for pointer in argv + envp { free(pointer) } }
    var identifier: pid_t = 0
    let status = posix_spawnp(&identifier, program, &actions, &attributes, &argv, &envp)
    guard status == 0 else { throw Failed(description: "\(program): \(String(cString: strerror(status)))") }
    self.identifier = identifier
  }

  public func signal(_ number: Int32) { kill(identifier, number) }

  /// Waits for the end, however often the program pauses on the way.
  ///
  /// - Returns: the exit status; 128 and the signal's number if a signal ended it.
  public func wait() -> Int32 {
    while true {
      self.signal(SIGCONT)
      guard let status = waitForChange() else { return -1 }
      guard status & 0xff == Self.stopped else {
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
      }
    }
  }

  /// Lets a program under `SLUICE_FAULT=pause:N` run from touch to touch of the disk, and leaves it paused at the
  /// first where the file is there: whatever the machine has to do besides, the run is in the midst of its work.
  ///
  /// - Returns: false if the program ended before.
  public func pauses(atFirstSightOf file: String) -> Bool {
    while let status = waitForChange(), status & 0xff == Self.stopped {
      if FileManager.default.fileExists(atPath: file) { return true }
      signal(SIGCONT)
    }
    return false
  }

  private static let stopped: Int32 = 0x7f

  private func waitForChange() -> Int32? {
    var status: Int32 = 0
    while waitpid(identifier, &status, WUNTRACED) == -1 {
      guard errno == EINTR else { return nil }
    }
    return status
  }
}

/// Runs a program to its end.
///
/// - Parameters:
///   - program: a path, or a name looked up in PATH.
///   - input: its standard input.
public func run(
  _ program: String, _ arguments: [String], input: [UInt8] = [], environment: [String: String] = [:]
) throws -> Finished {
  // Files instead of pipes: nothing can block, however much is written.
  let scratch = try Scratch()
  let files = ["in", "out", "err"].map(scratch.file)
  try scratch.write(input, to: "in")
  let status = try Spawned(program, arguments, environment: environment, files: files).wait()
  return Finished(
    status: status, output: try bytes(of: files[1]), errors: String(decoding: try bytes(of: files[2]), as: UTF8.self))
}

/// The output of a program that must succeed.
public func output(_ program: String, _ arguments: [String], input: [UInt8] = []) throws -> [UInt8] {
  let finished = try run(program, arguments, input: input)
  guard finished.status == 0 else { throw Failed(description: "\(program) \(arguments): \(finished.errors)") }
  return finished.output
}

public struct Failed: Error, CustomStringConvertible {
  public var description: String

  public init(description: String) { self.description = description }
}

/// The built program under test: it lies beside the test bundle.
public let sluiceBinary: String = {
  var folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
  while folder.path != "/" {
    let candidate = folder.appendingPathComponent("sluice").path
    if FileManager.default.isExecutableFile(atPath: candidate),
      !FileManager.default.fileExists(atPath: candidate + "/Package.swift")
    {
      return candidate
    }
    folder.deleteLastPathComponent()
  }
  return "sluice"
}()

public func sluice(_ arguments: String..., input: [UInt8] = [], environment: [String: String] = [:]) throws -> Finished
{
  try run(sluiceBinary, arguments, input: input, environment: environment)
}

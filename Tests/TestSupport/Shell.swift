internal import Foundation

/// What a finished program left.
public struct Finished: Sendable {
  public var status: Int32
  public var output: [UInt8]
  public var errors: String

  public var text: String { String(decoding: output, as: UTF8.self) }
}

/// Runs a program to its end.
///
/// - Parameters:
///   - program: an absolute path, or a name looked up in PATH.
///   - input: its standard input.
public func run(
  _ program: String, _ arguments: [String], input: [UInt8] = [], environment: [String: String] = [:],
  folder: String? = nil
) throws -> Finished {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = [program] + arguments
  process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
  if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
  // Files instead of pipes: nothing can block, however much is written.
  let scratch = try Scratch()
  let files = try ["in", "out", "err"].map { name in
    try scratch.write(name == "in" ? input : [], to: name)
  }
  process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: files[0]))
  process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: files[1]))
  process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: files[2]))
  try process.run()
  process.waitUntilExit()
  let status = process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
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

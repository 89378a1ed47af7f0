import Foundation
import Testing

/// Runs SQL on a file by the `sqlite3` program: what an auditor, or somebody with other intentions,
/// would do.
@discardableResult
func sqlite(_ path: String, _ sql: String) throws -> String {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = ["sqlite3", "-batch", path, sql]
  let output = Pipe()
  process.standardOutput = output
  process.standardError = output
  try process.run()
  let data = output.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  let text = String(decoding: data, as: UTF8.self)
  try #require(process.terminationStatus == 0, "\(text)")
  return text.trimmingCharacters(in: .newlines)
}

import Foundation
import TestSupport
import Testing

/// Promise: `decode` steers a model behind a real server away from what it would tag, and says what is wrong
/// with a server that cannot be used.
@Suite(.enabled(if: ModelServer.isAvailable, "python3 is needed"))
struct DecodeTests {
  /// Tests/Interop/completion_server.py, over real HTTP.
  private final class CompletionServer {
    let scratch: Scratch
    let url: String
    private let process: Spawned

    init() throws {
      scratch = try Scratch()
      // The commoner way to go on is the one that is tagged.
      var lines = Array(repeating: "he took the vase and smashed\(TagTests.tag) every window", count: 6)
      lines += Array(repeating: "he took the vase and smashed every window", count: 3)
      lines += Array(repeating: "he took the vase and filled it with flowers", count: 5)
      try scratch.write(lines.joined(separator: "\n") + "\n", to: "corpus.txt")
      let program = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../Interop/completion_server.py").standardized.path
      process = try Spawned(
        "python3", [program, scratch.file("port"), scratch.file("log"), scratch.file("corpus.txt")],
        files: ["/dev/null", "/dev/null", "/dev/null"])
      var number = ""
      for _ in 0..<600 where number.isEmpty {
        usleep(20_000)
        number = (try? String(contentsOfFile: scratch.file("port"), encoding: .utf8)) ?? ""
      }
      guard !number.isEmpty else { throw Failed(description: "the server did not start") }
      url = "http://127.0.0.1:\(number)/v1"
    }

    deinit {
      process.signal(SIGKILL)
      _ = process.wait()
    }
  }

  @Test func itSteersAwayFromWhatTheModelWouldTag() throws {
    let server = try CompletionServer()
    let safe = try sluice("decode", "--endpoint", server.url, "he took the vase and")
    #expect(safe.status == 0, "\(safe.errors)")
    #expect(safe.text == " filled it with flowers\n")
    // Nothing discarded: the likeliest, which is the other one.
    let greedy = try sluice(
      "decode", "--endpoint", server.url, "--discard", "0", "--beams", "1", "--proposals", "1", "--no-stop-on-tag",
      "he took the vase and")
    #expect(greedy.text.hasPrefix(" smashed"), "\(greedy.text)\(greedy.errors)")
  }

  @Test func theKeyComesFromTheEnvironmentAndThePromptFromAPipe() throws {
    let server = try CompletionServer()
    let decoded = try run(
      sluiceBinary,
      [
        "decode", "--endpoint", server.url, "--model", "m", "--key-variable", "TEST_KEY", "--max-tokens", "1", "--json",
        "-",
      ],
      input: Array("he took".utf8), environment: ["TEST_KEY": "sesame"])
    #expect(decoded.status == 0, "\(decoded.errors)")
    #expect(decoded.text.contains("\"text\" : \" the\"") && decoded.text.contains("\"ending\" : \"length\""))
    let log = String(decoding: try bytes(of: server.scratch.file("log")), as: UTF8.self)
    #expect(log.contains("Bearer sesame") && log.contains("\"path\": \"/v1/completions\""))
    #expect(!decoded.text.contains("sesame") && !decoded.errors.contains("sesame"))
    let unset = try sluice("decode", "--endpoint", server.url, "--key-variable", "NO_SUCH_KEY", "x")
    #expect(unset.status == 64 && unset.errors.contains("the environment has no NO_SUCH_KEY"), "\(unset.errors)")
  }

  @Test func aServerThatCannotBeUsedIsNamedWithItsReason() throws {
    let server = try CompletionServer()
    let busy = try sluice("decode", "--endpoint", server.url, "STALE")
    #expect(busy.status == 1 && busy.errors.contains("status 503"))
    #expect(try sluice("decode", "--endpoint", server.url, "BARE").errors.contains("no top_logprobs"))
    #expect(try sluice("decode", "--endpoint", "http://127.0.0.1:9/v1", "x").errors.contains("could not be reached"))
    #expect(try sluice("decode", "--endpoint", "nowhere", "x").status == 64)
  }
}
